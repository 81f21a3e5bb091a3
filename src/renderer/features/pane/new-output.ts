import type { PaneBatch } from '@shared/contract/port'
import { formatCount } from '@shared/text/units'

/** Counts what a pane appends, to be said now and then. */
export class NewOutput {
  private lines = 0
  private errors = 0

  add(batch: Pick<PaneBatch, 'kind' | 'offsets' | 'marks' | 'replacesOpenLine' | 'errors'>): void {
    // A rewrite shows another place of the log: nothing in it is new.
    if (batch.kind !== 'append') return
    this.lines += Math.max(0, batch.offsets.length - batch.marks.length - (batch.replacesOpenLine ? 1 : 0))
    this.errors += batch.errors ?? 0
  }

  /** `14 new lines, 1 error`, once; null when there is nothing new. */
  take(): string | null {
    const { lines, errors } = this
    this.lines = this.errors = 0
    const parts = [counted(lines, 'new line'), counted(errors, 'error')].filter((part) => part !== null)
    return parts.length > 0 ? parts.join(', ') : null
  }
}

function counted(count: number, what: string): string | null {
  return count === 0 ? null : `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`
}
