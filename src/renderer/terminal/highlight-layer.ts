import type { IDisposable, Terminal } from '@xterm/xterm'
import { highlightSpans, type Highlighter, type HighlightSpan } from './highlight-spans'
import { cellsOf, rowText, type RowText } from './line-cells'
import { lastRow, lineBottom, lineTop } from './rows'

/** Lines whose spans are remembered: a few screens. */
const KEPT_LINES = 600
/** Coloured pieces on one screen; more is noise. */
const MOST_PIECES = 500
/** Looking and drawing take no more than a fifth of the time, however fast other lines come on screen. */
const REST_FACTOR = 4

/** A piece of a row on screen; all in cells, from 0. */
interface Piece {
  row: number
  x: number
  width: number
  colour: HighlightSpan['colour']
}

/**
 * Colours the ground of text by rules, on the lines that are on screen and on no others: a log costs as much as what is looked at of
 * it. It is drawn below the text, since xterm draws each cell for itself that a decoration of its own touches, which makes a screen of them
 * several times slower. So find's colours and the selection go over it, and the text is found, selected and copied like any.
 */
export class HighlightLayer {
  private highlighters: readonly Highlighter[] = []
  private readonly layer = document.createElement('div')
  private readonly known = new Map<string, HighlightSpan[]>()
  private readonly stop: IDisposable
  private timer: ReturnType<typeof setTimeout> | null = null
  private restUntil = 0
  private drawn = ''

  constructor(
    private readonly terminal: Terminal,
    host: HTMLElement,
  ) {
    this.layer.className = 'tp-highlights'
    this.layer.setAttribute('aria-hidden', 'true')
    host.querySelector('.xterm-screen')?.prepend(this.layer)
    this.stop = terminal.onRender(() => this.look())
  }

  /** The rules that hold from now on. */
  show(highlighters: readonly Highlighter[]): void {
    this.highlighters = highlighters
    this.known.clear()
    this.draw()
  }

  dispose(): void {
    if (this.timer) clearTimeout(this.timer)
    this.stop.dispose()
  }

  private look(): void {
    if (this.timer || this.highlighters.length === 0) return
    const rest = this.restUntil - performance.now()
    if (rest <= 0) return this.draw()
    // What is drawn may stand below other lines by now.
    this.layer.hidden = true
    this.timer = setTimeout(() => {
      this.timer = null
      this.draw()
    }, rest)
  }

  private draw(): void {
    const began = performance.now()
    const screen = this.layer.parentElement
    if (!screen) return
    const { cols, rows } = this.terminal
    const pieces = this.pieces()
    const size = pieces.length > 0 ? { rowPx: screen.clientHeight / rows, cellPx: screen.clientWidth / cols } : null
    const drawn = JSON.stringify([pieces, size])
    this.layer.hidden = false
    if (drawn !== this.drawn) {
      this.drawn = drawn
      this.layer.replaceChildren(...(size ? pieces.map((piece) => box(piece, size.rowPx, size.cellPx)) : []))
    }
    const now = performance.now()
    this.restUntil = now + (now - began) * REST_FACTOR
  }

  /** What is coloured of the rows on screen. */
  private pieces(): Piece[] {
    const { terminal } = this
    const pieces: Piece[] = []
    if (this.highlighters.length === 0) return pieces
    const { viewportY } = terminal.buffer.active
    const foot = Math.min(viewportY + terminal.rows - 1, lastRow(terminal))
    for (let top = lineTop(terminal, viewportY); top <= foot && pieces.length < MOST_PIECES; ) {
      const bottom = lineBottom(terminal, top)
      const rows = this.rowsOf(top, bottom)
      const spans = this.spansOf(rows.map((row) => row.text).join(''))
      let begin = 0
      for (const [index, row] of spans.length > 0 ? rows.entries() : []) {
        const end = begin + row.text.length
        const onScreen = top + index - viewportY
        if (onScreen >= 0 && onScreen < terminal.rows) {
          for (const { from, to, colour } of spans) {
            if (from < end && to > begin) pieces.push({ row: onScreen, ...cellsOf(row, Math.max(from, begin) - begin, Math.min(to, end) - begin), colour })
          }
        }
        begin = end
      }
      top = bottom + 1
    }
    return pieces
  }

  private rowsOf(top: number, bottom: number): RowText[] {
    const rows: RowText[] = []
    for (let y = top; y <= bottom; y++) {
      const row = this.terminal.buffer.active.getLine(y)
      if (row) rows.push(rowText(row, y === bottom))
    }
    return rows
  }

  private spansOf(text: string): HighlightSpan[] {
    const known = this.known.get(text)
    if (known) return known
    const spans = text === '' ? [] : highlightSpans(this.highlighters, text)
    if (this.known.size >= KEPT_LINES) this.known.delete(this.known.keys().next().value!)
    this.known.set(text, spans)
    return spans
  }
}

function box({ row, x, width, colour }: Piece, rowPx: number, cellPx: number): HTMLElement {
  const element = document.createElement('span')
  element.className = 'tp-highlight'
  element.dataset['highlight'] = colour
  element.style.top = `${row * rowPx}px`
  element.style.height = `${rowPx}px`
  element.style.left = `${x * cellPx}px`
  element.style.width = `${width * cellPx}px`
  return element
}
