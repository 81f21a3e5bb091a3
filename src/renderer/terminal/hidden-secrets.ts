import type { ILink, Terminal } from '@xterm/xterm'
import type { PaneBatch } from '@shared/contract/port'
import { MASK } from '@shared/text/mask'
import type { LineTable } from './line-table'
import { placeOf } from './view-anchor'

const DOT = MASK.charAt(0)
/** More lines with a secret than a window has are not kept in mind. */
const MOST_LINES = 12_000

/** Makes the marks that stand for secrets answer a click. Marks that the log itself has are left as they are. */
export class HiddenSecrets {
  /** Lines with a hidden secret, by their offsets (bytes), oldest first. */
  private readonly lines = new Set<number>()

  constructor(
    private readonly terminal: Terminal,
    private readonly table: LineTable,
    show: (offset: number) => void,
  ) {
    terminal.registerLinkProvider({ provideLinks: (y, callback) => callback(this.links(y, show)) })
  }

  note({ masked = [], offsets }: Pick<PaneBatch, 'masked' | 'offsets'>): void {
    for (const line of masked) this.lines.add(offsets[line] ?? -1)
    for (const oldest of this.lines) {
      if (this.lines.size <= MOST_LINES) return
      this.lines.delete(oldest)
    }
  }

  clear(): void {
    this.lines.clear()
  }

  /** The marks in row `y`, which counts from 1. */
  private links(y: number, show: (offset: number) => void): ILink[] | undefined {
    const row = this.terminal.buffer.active.getLine(y - 1)
    const offset = this.lines.size === 0 ? undefined : placeOf(this.terminal, this.table, y - 1)?.offset
    if (!row || offset === undefined || !this.lines.has(offset)) return undefined
    const links: ILink[] = []
    for (let x = 0; x < row.length; x++) {
      const from = x
      while (row.getCell(x)?.getChars() === DOT) x++
      if (x === from) continue
      links.push({ range: { start: { x: from + 1, y }, end: { x, y } }, text: 'Show this secret', activate: () => show(offset) })
    }
    return links
  }
}
