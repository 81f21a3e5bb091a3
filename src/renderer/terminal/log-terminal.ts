import { FitAddon } from '@xterm/addon-fit'
import type { Terminal } from '@xterm/xterm'
import type { PaneBatch } from '@shared/contract/port'
import { BatchWriter } from './batch-writer'
import { raiseEscapeWall } from './escape-wall'
import { EvidenceRow } from './evidence-row'
import { FindController } from './find-controller'
import { LineTable } from './line-table'
import { MarkRows } from './mark-rows'
import { isLineStart, lineBottom, linesAfter, startRowOf } from './rows'
import { ScrollIntent } from './scroll-intent'
import { boundedRows, makeTerminal, mostRows, scrollbackFor } from './terminal-options'
import { readColours, type PaneColours } from './theme'
import { placeOf, restoreSelection, rowOf, scrollTo, selectionAnchor } from './view-anchor'
import { ViewKeeper } from './view-keeper'

export interface LogTerminalEvents {
  /** The person scrolled away from the end, or selected text: output must stand still. */
  leftEnd(): void
  /** The person came to the end of what is held. */
  reachedEnd(): void
  /** The person came near the first line held. */
  nearedStart(): void
  /** "Open" on a gap that begins at this offset (bytes). */
  openOffset(offset: number): void
  /** The grid changed; columns and rows of the terminal. */
  resized(columns: number, rows: number): void
  /** A batch is parsed. */
  parsed(batch: PaneBatch): void
}

/** Narrower than this nothing can be read, so the text is cut at the pane's edge instead. */
const LEAST_COLUMNS = 20

/** So many of the first rows in view may lie under the find bar. */
const ROWS_UNDER_FIND = 6

/** One pane's terminal: shows batches, keeps what line stands where, and tells what the person does. */
export class LogTerminal {
  readonly find: FindController
  private readonly terminal: Terminal
  private readonly table: LineTable
  private readonly writer: BatchWriter
  private readonly marks: MarkRows
  private readonly evidence: EvidenceRow
  /** The line to bring into view when a rewrite has brought it. */
  private awaited: number | null = null
  private readonly fitter = new FitAddon()
  private readonly intent: ScrollIntent
  private readonly cleanUp: (() => void)[] = []
  private colours: PaneColours
  private readonly keeper: ViewKeeper
  private finding = false
  private restoreSelection: (() => void) | null = null

  /**
   * Opens a terminal inside `host`, whose size it takes on `fit`. Await `logFontReady()` before: the cell is measured once.
   * @param rowsWanted rows held at most, the screen's among them
   * @param fontPx size of the text in CSS pixels
   */
  constructor(
    private readonly host: HTMLElement,
    private rowsWanted: number,
    fontPx: number,
    private readonly events: LogTerminalEvents,
  ) {
    this.colours = readColours(host)
    this.table = new LineTable(mostRows(rowsWanted))
    this.terminal = makeTerminal(rowsWanted, fontPx, this.colours.theme)
    this.terminal.loadAddon(this.fitter)
    const wall = raiseEscapeWall(this.terminal.parser)
    this.terminal.open(host)
    this.terminal.attachCustomKeyEventHandler(() => false)
    this.terminal.textarea?.setAttribute('aria-label', 'Log text')
    this.terminal.textarea?.setAttribute('aria-readonly', 'true')
    this.marks = new MarkRows(this.terminal, (offset) => events.openOffset(offset), () => this.colours.mark)
    this.evidence = new EvidenceRow(this.terminal, this.table, () => this.colours.evidence)
    this.find = new FindController(this.terminal, {
      colours: () => this.colours.find,
      keepSelection: () => this.keepSelection(),
      moved: () => events.leftEnd(),
      opened: (open) => {
        this.finding = open
        this.paint()
      },
    })
    this.intent = new ScrollIntent(this.terminal, host, () => this.keeper.following, {
      leftEnd: () => events.leftEnd(),
      reachedEnd: () => events.reachedEnd(),
      nearedStart: () => events.nearedStart(),
      selected: (done) => {
        if (this.keeper.following) events.leftEnd()
        if (done) this.find.personSelected()
      },
    })
    this.keeper = new ViewKeeper(this.terminal, this.table)
    this.writer = new BatchWriter(this.terminal, wall, this.table, {
      beforeRewrite: () => this.beforeRewrite(),
      afterRewrite: (view) => this.afterRewrite(view),
      beforeAppend: () => {
        this.intent.outputBegins()
        this.keeper.beforeAppend()
      },
      afterAppend: () => {
        this.keeper.afterAppend()
        this.intent.outputEnds('append')
      },
      marked: (marks) => {
        for (const { back, mark } of marks) {
          const row = startRowOf(this.terminal, back)
          if (row !== null) this.marks.add(row, mark)
        }
      },
      parsed: (batch) => {
        this.evidence.refresh()
        events.parsed(batch)
      },
    })
    this.watchTheme()
  }

  /** Shows a batch; `done` is called when all of it is parsed. */
  apply(batch: PaneBatch, done: () => void): void {
    this.writer.push(batch, done)
  }

  /** Whether output keeps the view at its end from now on. Turning it on goes there at once. */
  setFollowing(following: boolean): void {
    this.keeper.following = following
    if (following) this.awaited = null
    if (following) this.intent.silently(() => this.terminal.scrollToBottom())
  }

  /** The next rewrite slides the window under the eye: what is read now stays where it is. */
  keepEyeOnNextRewrite(keep: boolean): void {
    this.keeper.keepEye = keep
  }

  /**
   * Offsets (bytes at the source) of the first and the last line held, and whether lines were trimmed at the
   * top since the last rewrite; null while nothing is held.
   */
  held(): { first: number; last: number; trimmed: boolean } | null {
    const last = this.table.fromEnd(0)
    if (last === null) return null
    // What the rows say is true whatever was trimmed: the table only knows what was written.
    const after = linesAfter(this.terminal, 0)
    const first = this.table.fromEnd(Math.min(after, this.table.length - 1)) ?? last
    return { first, last, trimmed: after + 1 < this.table.pushed || !isLineStart(this.terminal, 0) }
  }

  /** Offset (bytes) of the line where the selection begins; without one, of the line at the top of the view. */
  selectedOffset(): { offset: number; selected: boolean } | null {
    const selected = this.terminal.getSelectionPosition()
    const place = placeOf(this.terminal, this.table, selected?.start.y ?? this.terminal.buffer.active.viewportY)
    return place && { offset: place.offset, selected: selected !== undefined }
  }

  /** Selects the match in the line at this offset (bytes) and brings it into view; false when that line is not held. */
  selectMatchAt(offset: number): boolean {
    const row = rowOf(this.terminal, this.table, { offset, rowInLine: 0, rowsToEnd: 0 })
    if (row === null) return false
    this.find.selectIn(row, lineBottom(this.terminal, row))
    const { viewportY } = this.terminal.buffer.active
    if (row < viewportY + ROWS_UNDER_FIND || row >= viewportY + this.terminal.rows) {
      this.intent.silently(() => scrollTo(this.terminal, row - Math.floor(this.terminal.rows / 3)))
    }
    return true
  }

  get columns(): number {
    return this.terminal.cols
  }

  /** Rows of the window at the width of now. */
  get windowRows(): number {
    return boundedRows(this.rowsWanted, this.terminal.cols)
  }

  /** Takes the size of the host; does nothing while that is not laid out. */
  fit(): void {
    const size = this.host.clientWidth > 0 && this.host.clientHeight > 0 ? this.fitter.proposeDimensions() : undefined
    if (!size || !Number.isFinite(size.cols) || !Number.isFinite(size.rows)) return
    const cols = Math.max(LEAST_COLUMNS, size.cols)
    if (cols === this.terminal.cols && size.rows === this.terminal.rows) return
    this.intent.silently(() =>
      this.keeper.through(() => {
        this.terminal.resize(cols, size.rows)
        this.terminal.options.scrollback = scrollbackFor(this.windowRows, size.rows)
      }),
    )
    this.events.resized(cols, size.rows)
  }

  setFontPx(fontPx: number): void {
    if (this.terminal.options.fontSize === fontPx) return
    this.terminal.options.fontSize = fontPx
    this.fit()
  }

  setWindowRows(rowsWanted: number): void {
    if (rowsWanted === this.rowsWanted) return
    this.rowsWanted = rowsWanted
    this.table.resize(mostRows(rowsWanted))
    this.terminal.options.scrollback = scrollbackFor(this.windowRows, this.terminal.rows)
    this.events.resized(this.terminal.cols, this.terminal.rows)
  }

  /** Scrolls as a person does, by rows or screens. */
  scrollBy(amount: number, unit: 'rows' | 'screens'): void {
    this.intent.push(amount < 0 ? 'up' : 'down')
    this.terminal.scrollLines(unit === 'rows' ? amount : amount * Math.max(1, this.terminal.rows - 2))
  }

  /** The first row held. */
  scrollToFirst(): void {
    this.terminal.scrollToLine(0)
  }

  /** Tints the line that begins at this offset (bytes at the source), now or when it comes; null for none. */
  showEvidence(offset: number | null): void {
    this.evidence.show(offset)
  }

  /**
   * Brings a line into view, a third of the way down: at once when it is held, else when the next rewrite brings it.
   * @param offset where the line begins (bytes at the source)
   * @returns whether it is held
   */
  reveal(offset: number): boolean {
    this.awaited = null
    const row = this.evidence.row(offset)
    if (row === null) {
      this.awaited = offset
      return false
    }
    const { viewportY } = this.terminal.buffer.active
    if (row >= viewportY && row < viewportY + this.terminal.rows) return true
    this.events.leftEnd()
    this.intent.silently(() => scrollTo(this.terminal, row - Math.floor(this.terminal.rows / 3)))
    return true
  }

  selectAll(): void {
    this.events.leftEnd()
    this.terminal.selectAll()
  }

  /** The selected text without control characters, lines separated by `\n`; empty when nothing is selected. */
  selectedText(): string {
    // eslint-disable-next-line no-control-regex -- these are what must not reach a clipboard
    return this.terminal.getSelection().replace(/\r\n?/g, '\n').replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '')
  }

  clearSelection(): void {
    this.terminal.clearSelection()
  }

  focus(): void {
    this.terminal.focus()
  }

  dispose(): void {
    this.cleanUp.forEach((one) => one())
    this.intent.dispose()
    this.find.dispose()
    this.terminal.dispose()
  }

  private beforeRewrite(): void {
    this.intent.outputBegins()
    this.keeper.beforeRewrite()
    this.restoreSelection = this.keepSelection()
    this.terminal.clearSelection()
    this.marks.clear()
    this.evidence.clear()
  }

  private afterRewrite(view: PaneBatch['view']): void {
    this.keeper.afterRewrite(view)
    const awaited = this.awaited === null ? null : this.evidence.row(this.awaited)
    if (awaited !== null) {
      this.awaited = null
      scrollTo(this.terminal, awaited - Math.floor(this.terminal.rows / 3))
    }
    this.restoreSelection?.()
    this.restoreSelection = null
    this.intent.outputEnds('rewrite')
  }

  private keepSelection(): () => void {
    const anchor = selectionAnchor(this.terminal, this.table)
    return () => {
      if (anchor) restoreSelection(this.terminal, this.table, anchor)
    }
  }

  /** While the find field has the focus, the selection is the current match and is painted as one. */
  private paint(): void {
    const { theme, find } = this.colours
    this.terminal.options.theme = this.finding ? { ...theme, selectionInactiveBackground: find.active } : theme
  }

  private watchTheme(): void {
    const root = this.host.ownerDocument.documentElement
    const observer = new MutationObserver(() => {
      this.colours = readColours(this.host)
      this.paint()
    })
    observer.observe(root, { attributes: true, attributeFilter: ['data-theme'] })
    this.cleanUp.push(() => observer.disconnect())
  }
}
