import type { RequestParams, RequestResults } from '@shared/contract/port'
import type { Failure, Result } from '@shared/model'
import { replaceFile } from '../recordings'
import type { ByteSource } from '../source'
import { SftpError } from '../ssh'
import { copiedText, type LineFilter, type LineMasks } from '../window'
import { wholeLog, type WholeLogPiece } from './whole-log'

/** Progress is told at most this often (ms). */
const TELL_MS = 100

export interface PaneSavesPorts {
  /** The file that the person chose under this ticket, once; null when there is none. Main alone hands them out. */
  fileOf(ticket: string): string | null
  told(progress: { paneId: string; doneBytes: number; totalBytes: number }): void
}

type Saved = RequestResults['pane.save']
type Range = RequestParams<'pane.save'>['range']

/** What the pane shows of its log, and so what is saved of a selection; of a whole log secrets alone are hidden. */
export interface Shown {
  filter?: LineFilter | null
  masks?: LineMasks | null
}

/** Selections and whole logs of one window's panes on their way into files. */
export class PaneSaves {
  private readonly underWay = new Map<string, AbortController>()

  constructor(private readonly ports: PaneSavesPorts) {}

  cancel(paneId: string): void {
    this.underWay.get(paneId)?.abort()
  }

  close(): void {
    for (const ending of this.underWay.values()) ending.abort()
  }

  /** Writes the text of a range, or the whole log, into the chosen file. What stood there stays until all of it is written, so also when it is cancelled or fails. */
  async save({ paneId, range, ticket }: RequestParams<'pane.save'>, source: ByteSource, shown: Shown = {}): Promise<Result<Saved>> {
    const path = this.ports.fileOf(ticket)
    if (path === null) return refuse('The file was not chosen.', 'Choose it once more.')
    this.cancel(paneId)
    const ending = new AbortController()
    this.underWay.set(paneId, ending)
    try {
      return { ok: true, value: await this.write(path, { source, ...shown }, range, ending.signal, (doneBytes, totalBytes) => this.ports.told({ paneId, doneBytes, totalBytes })) }
    } catch (error) {
      if (ending.signal.aborted) return refuse('Saving was cancelled.', 'Nothing was kept.')
      if (error instanceof SftpError) return refuse('The connection was lost while saving.', 'Save it again when it is back.')
      return refuse(`The file could not be written: ${reason(error)}.`, 'Choose another place.')
    } finally {
      if (this.underWay.get(paneId) === ending) this.underWay.delete(paneId)
    }
  }

  private write(path: string, of: Shown & { source: ByteSource }, range: Range, signal: AbortSignal, tell: (doneBytes: number, totalBytes: number) => void): Promise<Saved> {
    const { from, to } = boundsOf(of.source, range)
    const totalBytes = Math.max(1, to - from)
    return replaceFile(path, async (file) => {
      const saved: Saved = { bytes: 0, missing: { stretches: 0, bytes: 0 }, hidden: 0 }
      let toldAt = -Infinity
      for await (const { bytes, at, gone, hidden } of range ? selected(of, range, signal) : wholeLog(of.source, to, of.masks ?? null, signal)) {
        signal.throwIfAborted()
        await file.writeFile(bytes)
        saved.bytes += bytes.length
        saved.hidden += hidden
        if (gone > 0) saved.missing = { stretches: saved.missing.stretches + 1, bytes: saved.missing.bytes + gone }
        if (performance.now() - toldAt < TELL_MS) continue
        toldAt = performance.now()
        tell(Math.min(totalBytes, at - from), totalBytes)
      }
      return saved
    })
  }
}

/** A log may grow while it is saved; it is saved up to where it ends now. */
function boundsOf(source: ByteSource, range: Range): { from: number; to: number } {
  return range ? { from: range.from.offset, to: Math.min(range.to.offset, source.size()) } : { from: source.firstOffset(), to: source.size() }
}

async function* selected({ source, filter = null, masks = null }: Shown & { source: ByteSource }, range: NonNullable<Range>, signal: AbortSignal): AsyncGenerator<WholeLogPiece> {
  for await (const { text, at, hidden } of copiedText(source, range, signal, filter, { masks })) yield { bytes: Buffer.from(text), at, gone: 0, hidden }
  yield { bytes: Buffer.from('\n'), at: range.to.offset, gone: 0, hidden: 0 }
}

/** What the system says of a file that cannot be written, in a word or two. */
function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return { ENOSPC: 'the disk is full', EACCES: 'it may not be written', EISDIR: 'it is a folder', EROFS: 'the disk can only be read' }[code] ?? (code || 'the reason is not known')
}

function refuse(sentence: string, nextStep: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { code: 'READ_FAILED', sentence, nextStep } }
}
