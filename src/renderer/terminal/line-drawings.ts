import type { Terminal } from '@xterm/xterm'
import type { BatchFold } from '@shared/contract/filter'
import type { WriterHooks } from './batch-writer'
import { EvidenceRow } from './evidence-row'
import { HiddenSecrets } from './hidden-secrets'
import type { LineFinder } from './line-finder'
import type { LineTable } from './line-table'
import { MarkRows } from './mark-rows'
import { RowButtons } from './row-buttons'
import { startRowOf } from './rows'
import type { LogTerminalEvents } from './terminal-events'

const MOST_CUTS = 100
const MOST_FOLDS = 200

/** All that is drawn over or under single lines: marks, the buttons of cut and folded lines, and the tints of two of them. */
export class LineDrawings implements Pick<WriterHooks, 'marked' | 'cut' | 'folded'> {
  /** The line that proves a verdict. */
  readonly evidence: EvidenceRow
  /** The line that was stepped to. */
  readonly stepped: EvidenceRow
  /** Marks of secrets, which answer a click. */
  readonly secrets: HiddenSecrets
  private readonly marks: MarkRows
  private readonly cuts: RowButtons
  private readonly folds: RowButtons

  constructor(
    private readonly terminal: Terminal,
    table: LineTable,
    finder: LineFinder,
    private readonly events: Pick<LogTerminalEvents, 'openOffset' | 'showLine' | 'unfold' | 'showSecrets'>,
  ) {
    this.marks = new MarkRows(terminal, (offset) => events.openOffset(offset))
    this.cuts = new RowButtons(terminal, MOST_CUTS)
    this.folds = new RowButtons(terminal, MOST_FOLDS)
    this.secrets = new HiddenSecrets(terminal, table, (offset) => events.showSecrets(offset))
    this.evidence = new EvidenceRow(terminal, finder, 'tp-evidence')
    this.stepped = new EvidenceRow(terminal, finder, 'tp-stepped')
  }

  marked(marks: Parameters<WriterHooks['marked']>[0]): void {
    for (const { back, mark } of marks) {
      const row = startRowOf(this.terminal, back)
      if (row !== null) this.marks.add(row, mark)
    }
  }

  cut(lines: Parameters<WriterHooks['cut']>[0]): void {
    for (const { back, offset } of lines) {
      const row = startRowOf(this.terminal, back)
      if (row !== null) this.cutAt(row, offset)
    }
  }

  folded(lines: { back: number; offset: number; fold: BatchFold }[]): void {
    for (const { back, offset, fold } of lines) {
      const row = startRowOf(this.terminal, back)
      if (row !== null) this.foldAt(row, offset, fold)
    }
  }

  /** The line that begins at `row` and, at the source, at `offset` (bytes) goes on where it cannot be seen. */
  cutAt(row: number, offset: number): void {
    this.cuts.add(row, offset, { label: 'Show whole line', sign: '⋯', press: () => this.events.showLine(offset) })
  }

  /** Draws the tints whose lines have come into the terminal. */
  refresh(): void {
    this.evidence.refresh()
    this.stepped.refresh()
  }

  /** The lines go; the tints come again with theirs. */
  clear(): void {
    this.marks.clear()
    this.cuts.clear()
    this.folds.clear()
    this.secrets.clear()
    this.evidence.clear()
    this.stepped.clear()
  }

  private foldAt(row: number, offset: number, fold: BatchFold): void {
    const { events } = this
    const label = foldWords(fold)
    // A redrawn line is shown with every state that it had.
    if (fold.kind === 'states') return this.folds.add(row, offset, { label, sign: '⋯', press: () => events.showLine(offset) })
    this.folds.add(row, offset, { label, sign: fold.open ? '▾' : '▸', expanded: fold.open, press: () => events.unfold(offset, !fold.open) })
  }
}

function foldWords({ kind, count, open }: BatchFold): string {
  if (open) return 'Fold'
  const what = kind === 'lines' ? ['more line', 'more lines'] : ['earlier state', 'earlier states']
  return `${count} ${count === 1 ? what[0] : what[1]}`
}
