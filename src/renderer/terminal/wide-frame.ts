/** Columns of a terminal whose lines do not wrap: a row costs 12 bytes a column, so there is an end to them. */
export const UNWRAPPED_COLUMNS = 1000
/** Left of the text, and a little room after the longest line (CSS pixels). */
const MARGIN_PX = 14 + 28

/**
 * The box that a terminal lies in. xterm cannot scroll sideways, so without wrapping it is as wide as all its columns, and this box
 * scrolls it, as far as the longest line goes that it holds.
 */
export class WideFrame {
  /** The terminal opens in here. */
  readonly sheet: HTMLElement
  private readonly scroller: HTMLElement
  private widest = 0

  constructor(host: HTMLElement) {
    this.scroller = document.createElement('div')
    this.scroller.className = 'tp-scroll'
    this.sheet = document.createElement('div')
    this.sheet.className = 'tp-sheet'
    this.scroller.append(this.sheet)
    host.append(this.scroller)
    this.setWrapped(true)
  }

  setWrapped(wrapped: boolean): void {
    this.scroller.dataset['wrapped'] = String(wrapped)
    this.scroller.scrollLeft = 0
    this.sheet.style.width = '100%'
    this.widest = 0
  }

  /** Another window comes: how wide its lines are is told anew. */
  forget(): void {
    this.widest = 0
  }

  /** There is a line of so many cells, each so wide (CSS pixels). */
  hold(cells: number, cellPx: number): void {
    const bounded = Math.min(cells, UNWRAPPED_COLUMNS)
    if (bounded <= this.widest) return
    this.widest = bounded
    this.sheet.style.width = `max(100%, ${Math.ceil(bounded * cellPx) + MARGIN_PX}px)`
  }

  /** Scrolls so that the cells `[from, to)` are in view. */
  bring(from: number, to: number, cellPx: number): void {
    const { scroller } = this
    const left = from * cellPx
    const right = to * cellPx + MARGIN_PX
    if (left < scroller.scrollLeft) scroller.scrollLeft = Math.max(0, left - scroller.clientWidth / 3)
    else if (right > scroller.scrollLeft + scroller.clientWidth) scroller.scrollLeft = right - (scroller.clientWidth * 2) / 3
  }

  scrollBy(px: number): void {
    this.scroller.scrollLeft += px
  }

  /** The pane stays for the next log, whose box would else have to share its room with this one. */
  dispose(): void {
    this.scroller.remove()
  }
}

/** Cells that the longest line of filtered UTF-8 takes, about: wide characters and tabs are counted as more than they may be. */
export function widestLine(text: Uint8Array): number {
  let widest = 0
  let cells = 0
  for (let i = 0; i < text.length; i++) {
    const byte = text[i] ?? 0
    if (byte === 0x0a) {
      widest = Math.max(widest, cells)
      cells = 0
    } else if (byte === 0x1b) {
      // SGR is all that is left of escapes: up to its `m`.
      while (i < text.length && text[i] !== 0x6d) i++
    } else if (byte === 0x09) cells += 8 - (cells % 8)
    else if (byte >= 0xe0) cells += 2
    else if (byte < 0x80 || byte >= 0xc0) cells++
  }
  return Math.max(widest, cells)
}
