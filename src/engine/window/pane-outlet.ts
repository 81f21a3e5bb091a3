import type { Checkpoint } from '@shared/model'
import type { PaneBatch } from '@shared/contract/port'
import { SEAM_BYTES, seamHash, type ByteSource } from '../source'
import { epochStartOf } from './back-scan'
import type { BatchPart } from './batch-builder'
import { Credit } from './credit'

/** What the parts of one send have in common. */
export interface Sending {
  /** The first part of a rewrite that goes out empties the pane. */
  rewrite: boolean
  /** The last of these parts completes it, with the view to take. */
  last: boolean
  view: PaneBatch['view']
  /** Whether the window begins at the log's first byte. */
  atStart: boolean
  /** Where the reader's open line begins: all before it is in these parts or was sent. */
  openStart: number
}

/** The way out to one pane: within its credit, with the proof of how far it has come. */
export class PaneOutlet {
  readonly credit = new Credit()

  /** `openShown`: the pane's last line is unterminated, so the next batch replaces it. */
  constructor(
    private readonly paneId: string,
    private readonly source: ByteSource,
    private openShown: boolean,
    private readonly post: (batch: PaneBatch) => void,
  ) {}

  /** Sends part by part; `mayGo(bytes)` resolves when the next one may, or throws to give up. */
  async send(parts: (BatchPart & Pick<PaneBatch, 'errors'>)[], sending: Sending, mayGo: (bytes: number) => Promise<void>): Promise<void> {
    for (const [index, { next, ...part }] of parts.entries()) {
      await mayGo(part.text.length)
      const complete = sending.last && index === parts.length - 1
      this.credit.spend(part.text.length)
      this.post({
        paneId: this.paneId,
        kind: sending.rewrite ? 'rewrite' : 'append',
        replacesOpenLine: !sending.rewrite && this.openShown,
        ...part,
        view: complete ? sending.view : null,
        complete,
        atStart: sending.atStart,
        checkpoint: this.checkpoint(next ?? sending.openStart),
      })
      sending.rewrite = false
      this.openShown = part.open
    }
  }

  private checkpoint(offset: number): Checkpoint {
    const epochStart = epochStartOf(this.source, offset)
    const seam = this.source.peek(Math.max(epochStart, offset - SEAM_BYTES), offset)
    return { path: this.source.path, epochStart, offset, seamHash: seam && seam.length > 0 ? seamHash(seam) : '' }
  }
}
