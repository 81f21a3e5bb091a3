import type { IDecoration, Terminal } from '@xterm/xterm'
import type { BatchFold } from '@shared/contract/filter'
import { lastRow, lineBottom } from './rows'

/** More of them than this make each new line slow, since every marker moves with it. */
const MOST_FOLDS = 200

/** Puts a button at the end of lines that stand for more than they show. */
export class FoldRows {
  /** By the offset of the line. */
  private readonly drawn = new Map<number, IDecoration>()

  constructor(
    private readonly terminal: Terminal,
    private readonly unfold: (offset: number, open: boolean) => void,
    /** Shows a redrawn line with every state that it had. */
    private readonly showStates: (offset: number) => void,
  ) {}

  /** The line that begins at `row` and, at the source, at `offset` (bytes) leaves something out, or shows it and may fold it again. */
  add(row: number, offset: number, fold: BatchFold): void {
    this.drawn.get(offset)?.dispose()
    const marker = this.terminal.registerMarker(lineBottom(this.terminal, row) - lastRow(this.terminal))
    const decoration = this.terminal.registerDecoration({ marker, width: this.terminal.cols, layer: 'top' })
    if (!decoration) return
    decoration.onRender((element) => {
      if (!element.classList.contains('tp-cut')) this.fill(element, offset, fold)
      element.style.width = '100%'
    })
    decoration.onDispose(() => {
      if (this.drawn.get(offset) === decoration) this.drawn.delete(offset)
    })
    this.drawn.set(offset, decoration)
    const [oldest] = this.drawn.values()
    if (this.drawn.size > MOST_FOLDS) oldest?.dispose()
  }

  clear(): void {
    for (const one of [...this.drawn.values()]) one.dispose()
  }

  private fill(element: HTMLElement, offset: number, fold: BatchFold): void {
    element.classList.add('tp-cut')
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'tp-mark-open'
    button.textContent = foldWords(fold)
    if (fold.kind === 'lines') button.setAttribute('aria-expanded', String(fold.open))
    // The terminal would take the press as the beginning of a selection, and the keys as its own.
    button.addEventListener('mousedown', (event) => event.stopPropagation())
    button.addEventListener('keydown', (event) => event.stopPropagation())
    button.addEventListener('click', () => (fold.kind === 'lines' ? this.unfold(offset, !fold.open) : this.showStates(offset)))
    element.append(button)
  }
}

function foldWords({ kind, count, open }: BatchFold): string {
  if (open) return 'Fold'
  const what = kind === 'lines' ? ['more line', 'more lines'] : ['earlier state', 'earlier states']
  return `${count} ${count === 1 ? what[0] : what[1]}`
}
