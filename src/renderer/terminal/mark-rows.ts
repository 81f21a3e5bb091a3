import type { IDecoration, Terminal } from '@xterm/xterm'
import type { Mark } from '@shared/model'
import { markSentence } from '@shared/text/marks'
import { lastRow, lineBottom } from './rows'

/** More markers than this make each new line slow, since every one moves with it. */
const MOST_MARKS = 500

/**
 * Draws marks over the rows that carry their sentence: a calm hatched row, and for a gap a button
 * that opens it. The text stays below, so that it is found and copied like any line.
 */
export class MarkRows {
  private drawn: IDecoration[] = []

  constructor(
    private readonly terminal: Terminal,
    private readonly openOffset: (offset: number) => void,
  ) {}

  /** Draws a mark over the line that begins at `row`. */
  add(row: number, mark: Mark): void {
    // There may be one for every few lines, and its text says all there is to say.
    if (mark.kind === 'apart') return
    const marker = this.terminal.registerMarker(row - lastRow(this.terminal))
    const decoration = this.terminal.registerDecoration({ marker, width: this.terminal.cols, layer: 'top' })
    if (!decoration) return
    decoration.onRender((element) => {
      if (!element.classList.contains('tp-mark')) this.fill(element, mark)
      // xterm sets the box for one row of fixed columns on every render; a mark goes across, and down its wrapped rows.
      const rows = lineBottom(this.terminal, marker.line) - marker.line + 1
      element.style.width = '100%'
      element.style.height = `${rows * parseFloat(element.style.lineHeight)}px`
    })
    decoration.onDispose(() => {
      this.drawn = this.drawn.filter((one) => one !== decoration)
    })
    this.drawn.push(decoration)
    if (this.drawn.length > MOST_MARKS) this.drawn[0]?.dispose()
  }

  clear(): void {
    for (const one of [...this.drawn]) one.dispose()
    this.drawn = []
  }

  private fill(element: HTMLElement, mark: Mark): void {
    element.classList.add('tp-mark', `tp-mark-${mark.kind}`)
    element.dataset['mark'] = mark.kind
    // xterm owns the display of the element itself.
    const row = document.createElement('div')
    row.className = 'tp-mark-row'
    element.append(row)
    const sentence = document.createElement('span')
    sentence.className = 'tp-mark-sentence'
    sentence.textContent = markSentence(mark)
    row.append(sentence)
    if (mark.kind !== 'gap') return
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'tp-mark-open'
    button.textContent = 'Open'
    button.setAttribute('aria-label', `Open what was skipped: ${markSentence(mark)}`)
    // The terminal would take the press as the beginning of a selection, and the keys as its own.
    button.addEventListener('mousedown', (event) => event.stopPropagation())
    button.addEventListener('keydown', (event) => event.stopPropagation())
    button.addEventListener('click', () => this.openOffset(mark.from))
    row.append(button)
  }
}
