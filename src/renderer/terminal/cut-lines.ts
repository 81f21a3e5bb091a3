import type { IDecoration, Terminal } from '@xterm/xterm'
import { lastRow, lineBottom } from './rows'

/** More of them than this make each new line slow, since every marker moves with it. */
const MOST_CUTS = 100

/** Puts a button at the end of lines that are too long to be shown whole. */
export class CutLines {
  /** By the offset of the line. */
  private readonly drawn = new Map<number, IDecoration>()

  constructor(
    private readonly terminal: Terminal,
    private readonly show: (offset: number) => void,
  ) {}

  /** The line that begins at `row` and, at the source, at `offset` (bytes) is cut. */
  add(row: number, offset: number): void {
    // An open line that grows comes again and again.
    this.drawn.get(offset)?.dispose()
    const marker = this.terminal.registerMarker(lineBottom(this.terminal, row) - lastRow(this.terminal))
    const decoration = this.terminal.registerDecoration({ marker, width: this.terminal.cols, layer: 'top' })
    if (!decoration) return
    decoration.onRender((element) => {
      if (!element.classList.contains('tp-cut')) this.fill(element, offset)
      element.style.width = '100%'
    })
    decoration.onDispose(() => {
      if (this.drawn.get(offset) === decoration) this.drawn.delete(offset)
    })
    this.drawn.set(offset, decoration)
    const [oldest] = this.drawn.values()
    if (this.drawn.size > MOST_CUTS) oldest?.dispose()
  }

  clear(): void {
    for (const one of [...this.drawn.values()]) one.dispose()
  }

  private fill(element: HTMLElement, offset: number): void {
    element.classList.add('tp-cut')
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'tp-mark-open'
    button.textContent = 'Show whole line'
    // The terminal would take the press as the beginning of a selection, and the keys as its own.
    button.addEventListener('mousedown', (event) => event.stopPropagation())
    button.addEventListener('keydown', (event) => event.stopPropagation())
    button.addEventListener('click', () => this.show(offset))
    element.append(button)
  }
}
