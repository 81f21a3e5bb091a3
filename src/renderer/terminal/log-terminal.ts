import type { ITheme, Terminal } from '@xterm/xterm'
import type { PaneBatch } from '@shared/contract/port'
import { ArrivalTimes } from './arrival-times'
import { BatchWriter } from './batch-writer'
import { raiseEscapeWall } from './escape-wall'
import { FindController } from './find-controller'
import { HighlightLayer } from './highlight-layer'
import type { Highlighter } from './highlight-spans'
import { LineDrawings } from './line-drawings'
import { LineFinder } from './line-finder'
import { LineTable } from './line-table'
import { viewOf, type TerminalView } from './line-view'
import { LineWidth } from './line-width'
import { LogSelection, type SelectedRange } from './log-selection'
import { outputTurns } from './output-turns'
import { plainLines, withoutControls } from './plain-lines'
import { PanePaint } from './pane-paint'
import { ScrollIntent } from './scroll-intent'
import type { LogTerminalEvents } from './terminal-events'
import { TerminalGrid } from './terminal-grid'
import { makeTerminal, mostRows } from './terminal-options'
import { readColours } from './theme'
import { placeOf } from './view-anchor'
import { TimeLayer, type ShownTimes } from './time-layer'
import { ViewKeeper } from './view-keeper'
import { UNWRAPPED_COLUMNS, WideFrame } from './wide-frame'

/** One pane's terminal: shows batches, keeps what line stands where, and tells what the person does. */
export class LogTerminal {
  readonly find: FindController
  private readonly terminal: Terminal
  private readonly table: LineTable
  private readonly writer: BatchWriter
  private readonly drawings: LineDrawings
  private readonly highlights: HighlightLayer
  private readonly finder: LineFinder
  private readonly grid: TerminalGrid
  private readonly intent: ScrollIntent
  private readonly paint: PanePaint
  private readonly keeper: ViewKeeper
  private readonly selection: LogSelection
  private readonly frame: WideFrame
  private readonly width: LineWidth
  private readonly times: TimeLayer

  /**
   * Opens a terminal inside `host`, whose size it takes on `fit`. Await `logFontReady()` before: the cell is measured once.
   * @param rowsWanted rows held at most, the screen's among them
   * @param fontPx size of the text in CSS pixels
   */
  constructor(
    host: HTMLElement,
    rowsWanted: number,
    fontPx: number,
    private readonly events: LogTerminalEvents,
  ) {
    this.frame = new WideFrame(host)
    this.table = new LineTable(mostRows(rowsWanted))
    this.terminal = makeTerminal(rowsWanted, fontPx, readColours(host).theme)
    this.paint = new PanePaint(this.terminal, host)
    const wall = raiseEscapeWall(this.terminal.parser)
    this.terminal.open(this.frame.sheet)
    this.terminal.attachCustomKeyEventHandler(() => false)
    this.terminal.textarea?.setAttribute('aria-label', 'Log text')
    this.terminal.textarea?.setAttribute('aria-readonly', 'true')
    const silently = (move: () => void) => this.intent.silently(move)
    this.finder = new LineFinder(this.terminal, this.table, { silently, leftEnd: () => events.leftEnd() })
    this.drawings = new LineDrawings(this.terminal, this.table, this.finder, events)
    this.width = new LineWidth(this.terminal, this.table, this.frame, (row, offset) => this.drawings.cutAt(row, offset))
    this.find = new FindController(this.terminal, {
      colours: () => this.paint.colours.find,
      keepSelection: () => this.selection.keep(),
      moved: () => {
        this.selection.forget()
        this.width.bringSelection()
        events.leftEnd()
      },
      opened: (open) => this.paint.setFinding(open),
    })
    this.intent = new ScrollIntent(this.terminal, host, () => this.keeper.following, {
      leftEnd: () => events.leftEnd(),
      reachedEnd: () => events.reachedEnd(),
      nearedStart: () => events.nearedStart(),
      nearedEnd: () => events.nearedEnd(),
      selected: (done) => {
        if (this.keeper.following) events.leftEnd()
        if (done) this.find.personSelected()
      },
    })
    this.selection = new LogSelection(this.terminal, this.table, host, () => events.leftEnd())
    this.keeper = new ViewKeeper(this.terminal, this.table)
    this.grid = new TerminalGrid(this.terminal, host, rowsWanted, {
      through: (change) => silently(() => this.keeper.through(change)),
      changed: () => {
        this.selection.draw()
        events.resized(this.terminal.cols, this.terminal.rows)
        events.viewed()
      },
    })
    this.terminal.onScroll(() => events.viewed())
    const arrivals = new ArrivalTimes()
    this.highlights = new HighlightLayer(this.terminal, host)
    this.times = new TimeLayer(this.terminal, this.table, arrivals, host)
    const { terminal, finder, drawings, width, intent, keeper, selection } = this
    const parsed = (batch: PaneBatch) => events.parsed(batch)
    this.writer = new BatchWriter(terminal, wall, this.table, outputTurns({ terminal, finder, drawings, width, intent, keeper, selection, arrivals, parsed }))
  }

  /** Shows a batch; `done` is called when all of it is parsed. */
  apply(batch: PaneBatch, done: () => void): void {
    this.writer.push(batch, done)
  }

  /** Whether output keeps the view at its end from now on. Turning it on goes there at once. */
  setFollowing(following: boolean): void {
    this.keeper.following = following
    if (!following) return
    this.finder.forget()
    this.intent.silently(() => this.terminal.scrollToBottom())
  }

  /** The next rewrite slides the window under the eye: what is read now stays where it is. */
  keepEyeOnNextRewrite(keep: boolean): void {
    this.keeper.keepEye = keep
  }

  /** The last lines up to the foot of the view as plain text, at most `most`, oldest first. */
  plainLines(most: number): string[] {
    return plainLines(this.terminal, most)
  }

  /** What is on screen and what is held; null while nothing is. */
  view(): TerminalView | null {
    return viewOf(this.terminal, this.table)
  }

  /** Offset (bytes) of the line where the selection begins; without one, of the line at the top of the view. */
  selectedOffset(): { offset: number; selected: boolean } | null {
    const selected = this.terminal.getSelectionPosition()
    const place = placeOf(this.terminal, this.table, selected?.start.y ?? this.terminal.buffer.active.viewportY)
    return place && { offset: place.offset, selected: selected !== undefined }
  }

  /** Selects the match in the line at this offset (bytes) and brings it into view; false when that line is not held. */
  selectMatchAt(offset: number): boolean {
    const rows = this.finder.rows(offset)
    if (rows === null) return false
    this.find.selectIn(rows.from, rows.to)
    const { viewportY } = this.terminal.buffer.active
    if (rows.from < viewportY || rows.from >= viewportY + this.terminal.rows) this.finder.center(rows.from)
    return true
  }

  /** `normal`, whatever a log says: the other buffer has no scrollback and hides what is held. */
  get buffer(): 'normal' | 'alternate' {
    return this.terminal.buffer.active.type
  }

  get columns(): number {
    return this.terminal.cols
  }

  /** Rows of the window at the width of now. */
  get windowRows(): number {
    return this.grid.windowRows
  }

  /** Takes the size of the host; does nothing while that is not laid out. */
  fit(): void {
    this.grid.fit()
  }

  /** Long lines go on in the next row, or to the right. @returns whether the window must be given anew, since lines are not held whole */
  setWrap(wrap: boolean): boolean {
    if (wrap === this.width.wrapped) return false
    this.writer.wrap = wrap
    this.grid.columns = wrap ? null : UNWRAPPED_COLUMNS
    this.width.setWrapped(wrap)
    this.grid.fit()
    return true
  }

  /** What times are shown, and how. */
  showTimes(times: ShownTimes): void {
    if (this.times.show(times)) this.grid.fit()
  }

  /** What is shown in colours from now on. */
  showHighlights(highlighters: readonly Highlighter[]): void {
    this.highlights.show(highlighters)
  }

  /** Whether each line held is held to its end, or to where the engine cut it. */
  get whole(): boolean {
    return this.width.whole
  }

  /** The colours that text is shown in now. */
  get theme(): ITheme {
    return this.paint.colours.theme
  }

  setFontPx(fontPx: number): void {
    this.grid.setFontPx(fontPx)
  }

  setWindowRows(rowsWanted: number): void {
    if (this.grid.setWindowRows(rowsWanted)) this.table.resize(mostRows(rowsWanted))
  }

  /** Scrolls as a person does, by rows or screens. */
  scrollBy(amount: number, unit: 'rows' | 'screens'): void {
    this.intent.push(amount < 0 ? 'up' : 'down')
    this.terminal.scrollLines(unit === 'rows' ? amount : amount * Math.max(1, this.terminal.rows - 2))
  }

  /** Scrolls sideways, where lines are not wrapped. */
  scrollSideways(cells: number): void {
    this.width.scrollSideways(cells)
  }

  /** The first row held. */
  scrollToFirst(): void {
    this.terminal.scrollToLine(0)
  }

  /** Tints the line that begins at this offset (bytes at the source), now or when it comes; null for none. */
  showEvidence(offset: number | null): void {
    this.drawings.evidence.show(offset)
  }

  /** Tints the line that was stepped to, now or when it comes; null for none. */
  showStep(offset: number | null): void {
    this.drawings.stepped.show(offset)
  }

  /** Brings the line that begins at this offset (bytes) into view, now or with the next rewrite; false when it is not held. */
  reveal(offset: number): boolean {
    return this.finder.reveal(offset)
  }

  /** Puts the line that holds this byte at the top of the view; false when it is not held. */
  putAtTop(offset: number): boolean {
    return this.finder.putAtTop(offset)
  }

  selectAll(): void {
    this.events.leftEnd()
    this.selection.all()
  }

  /** The selected text without control characters, lines separated by `\n`; empty when nothing is selected. */
  selectedText(): string {
    return withoutControls(this.terminal.getSelection())
  }

  /** What is selected, as places in the log, wherever they lie; null when nothing is. */
  selected(): SelectedRange | null {
    return this.selection.selected()
  }

  clearSelection(): void {
    this.selection.clear()
  }

  focus(): void {
    this.terminal.focus()
  }

  dispose(): void {
    this.paint.dispose()
    this.highlights.dispose()
    this.times.dispose()
    this.intent.dispose()
    this.selection.dispose()
    this.find.dispose()
    this.terminal.dispose()
    this.frame.dispose()
  }
}
