import type { PaneBatch } from '@shared/contract/port'
import { formatCount } from '@shared/text/units'

/** As much text as is looked at for errors between two messages (bytes); what comes faster is only counted. */
const LOOKED_AT_BYTES = 64 * 1024
const ERROR_LINE = /\b(error|fatal|failed|failure|panic|exception)\b/i

/** Counts what a pane appends, to be said now and then. */
export class NewOutput {
  private lines = 0
  private errors = 0
  private looked = 0
  private readonly decoder = new TextDecoder()

  add(batch: Pick<PaneBatch, 'kind' | 'text' | 'offsets' | 'marks' | 'replacesOpenLine'>): void {
    // A rewrite shows another place of the log: nothing in it is new.
    if (batch.kind !== 'append') return
    this.lines += Math.max(0, batch.offsets.length - batch.marks.length - (batch.replacesOpenLine ? 1 : 0))
    if (this.looked + batch.text.length > LOOKED_AT_BYTES) {
      this.looked = LOOKED_AT_BYTES
      return
    }
    this.looked += batch.text.length
    for (const line of this.decoder.decode(batch.text).split('\n')) if (ERROR_LINE.test(line)) this.errors++
  }

  /** `14 new lines, 1 error`, once; null when there is nothing new. In a flood errors are left out, since not all were looked at. */
  take(): string | null {
    const { lines, errors, looked } = this
    this.lines = this.errors = this.looked = 0
    if (lines === 0) return null
    const words = `${formatCount(lines)} new ${lines === 1 ? 'line' : 'lines'}`
    return errors === 0 || looked >= LOOKED_AT_BYTES ? words : `${words}, ${formatCount(errors)} ${errors === 1 ? 'error' : 'errors'}`
  }
}
