import type { IDisposable, Terminal } from '@xterm/xterm'
import type { ArrivalTimes } from './arrival-times'
import { clock, entryTime, shownTime, type EntryTimes } from './entry-time'
import type { LineTable } from './line-table'
import { visibleLines } from './visible-lines'

export interface ShownTimes {
  entries: EntryTimes
  /** Starts of runs, ms since the epoch. */
  starts: readonly number[]
  /** Beside lines that came while following. */
  arrivals: boolean
}

/** An entry's time is at most this long, with what stands before it (cells). */
const LOOK_CELLS = 48

/**
 * Draws times over the text, for what is on screen: the text below, and what is copied of it, stay as the log has them. Arrival
 * times have a gutter of their own beside it.
 */
export class TimeLayer {
  private shown: ShownTimes = { entries: 'written', starts: [], arrivals: false }
  private readonly layer = document.createElement('div')
  private readonly gutter = document.createElement('div')
  private readonly stop: IDisposable[]

  constructor(
    private readonly terminal: Terminal,
    private readonly table: LineTable,
    private readonly arrivals: ArrivalTimes,
    host: HTMLElement,
  ) {
    this.layer.className = 'tp-times'
    this.layer.setAttribute('aria-hidden', 'true')
    this.gutter.className = 'tp-arrivals'
    this.gutter.title = 'When each line came to this pane, by the clock of this machine. The log itself has no times.'
    this.gutter.hidden = true
    host.prepend(this.gutter)
    host.querySelector('.xterm-screen')?.append(this.layer)
    this.stop = [terminal.onRender(() => this.draw()), terminal.onSelectionChange(() => this.draw())]
  }

  /** @returns whether the text has more or less room now */
  show(shown: ShownTimes): boolean {
    const resized = shown.arrivals !== this.shown.arrivals
    this.shown = shown
    this.gutter.hidden = !shown.arrivals
    this.draw()
    return resized
  }

  dispose(): void {
    this.stop.forEach((one) => one.dispose())
    this.gutter.remove()
  }

  private draw(): void {
    const { entries, starts, arrivals } = this.shown
    if (entries === 'written' && !arrivals) {
      if (this.layer.firstChild) this.layer.replaceChildren()
      return
    }
    const screen = this.layer.parentElement
    if (!screen || screen.clientHeight === 0) return
    const { terminal } = this
    const rowPx = screen.clientHeight / terminal.rows
    const cellPx = screen.clientWidth / terminal.cols
    const lines = visibleLines(terminal, this.table)
    const font = `${terminal.options.fontSize ?? 12}px ${terminal.options.fontFamily ?? 'monospace'}`
    const selection = terminal.getSelectionPosition()
    const over: HTMLElement[] = []
    if (entries !== 'written') {
      for (const { row, y } of lines) {
        const time = entryTime(terminal.buffer.active.getLine(y)?.translateToString(true, 0, LOOK_CELLS) ?? '')
        const text = time && shownTime(time, entries, starts)
        // A time that wraps has no one place to be drawn in.
        if (!time || text === null || time.column + time.length > terminal.cols) continue
        const box = label(text, row * rowPx, rowPx, font)
        box.style.left = `${time.column * cellPx}px`
        box.style.width = `${time.length * cellPx}px`
        box.classList.toggle('selected', selection !== undefined && y >= selection.start.y && y <= selection.end.y)
        over.push(box)
      }
    }
    this.layer.replaceChildren(...over)
    if (!arrivals) return
    const came = lines.flatMap(({ row, offset }) => {
      const ms = this.arrivals.at(offset)
      return ms === null ? [] : [label(clock(new Date(ms)), row * rowPx + 8, rowPx, font)]
    })
    this.gutter.style.font = font
    this.gutter.replaceChildren(...came)
  }
}

function label(text: string, top: number, height: number, font: string): HTMLElement {
  const box = document.createElement('span')
  box.textContent = text
  box.style.font = font
  box.style.top = `${top}px`
  box.style.height = `${height}px`
  box.style.lineHeight = `${height}px`
  return box
}
