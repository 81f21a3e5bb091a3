import type { Terminal } from '@xterm/xterm'
import type { WriterHooks } from './batch-writer'
import { CutLines } from './cut-lines'
import { EvidenceRow } from './evidence-row'
import { FoldRows } from './fold-rows'
import { HiddenSecrets } from './hidden-secrets'
import type { LineFinder } from './line-finder'
import type { LineTable } from './line-table'
import { MarkRows } from './mark-rows'
import { startRowOf } from './rows'
import type { LogTerminalEvents } from './terminal-events'

/** All that is drawn over or under single lines: marks, the buttons of cut and folded lines, and the tints of two of them. */
export class LineDrawings implements Pick<WriterHooks, 'marked' | 'cut' | 'folded'> {
  /** The line that proves a verdict. */
  readonly evidence: EvidenceRow
  /** The line that was stepped to. */
  readonly stepped: EvidenceRow
  /** Marks of secrets, which answer a click. */
  readonly secrets: HiddenSecrets
  private readonly marks: MarkRows
  private readonly cuts: CutLines
  private readonly folds: FoldRows

  constructor(
    private readonly terminal: Terminal,
    table: LineTable,
    finder: LineFinder,
    events: Pick<LogTerminalEvents, 'openOffset' | 'showLine' | 'unfold' | 'showSecrets'>,
  ) {
    const showLine = (offset: number) => events.showLine(offset)
    this.marks = new MarkRows(terminal, (offset) => events.openOffset(offset))
    this.cuts = new CutLines(terminal, showLine)
    this.folds = new FoldRows(terminal, (offset, open) => events.unfold(offset, open), showLine)
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
      if (row !== null) this.cuts.add(row, offset)
    }
  }

  folded(lines: { back: number; offset: number; fold: Parameters<FoldRows['add']>[2] }[]): void {
    for (const { back, offset, fold } of lines) {
      const row = startRowOf(this.terminal, back)
      if (row !== null) this.folds.add(row, offset, fold)
    }
  }

  /** The line that begins at `row` and, at the source, at `offset` (bytes) goes on where it cannot be seen. */
  cutAt(row: number, offset: number): void {
    this.cuts.add(row, offset)
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
}
