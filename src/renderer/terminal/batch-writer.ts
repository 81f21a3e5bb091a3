import type { Terminal } from '@xterm/xterm'
import type { Mark } from '@shared/model'
import type { BatchFold } from '@shared/contract/filter'
import type { PaneBatch } from '@shared/contract/port'
import type { EscapeWall } from './escape-wall'
import type { LineTable } from './line-table'
import { lastRow, lineTop } from './rows'

/** What the writer asks of its owner, always with the terminal at rest between two writes. */
export interface WriterHooks {
  /** A rewrite is about to empty the terminal: remember where the eye and the selection are. */
  beforeRewrite(): void
  /** All of a rewrite is parsed and nothing of it is painted yet: put the view where it belongs. */
  afterRewrite(view: PaneBatch['view']): void
  /** Lines are about to be appended. */
  beforeAppend(): void
  afterAppend(): void
  /** Marks of the batch that was just parsed; `back` counts lines from the newest (0). */
  marked(marks: { back: number; mark: Mark }[]): void
  /** Lines of the batch that was just parsed that are cut, by their offsets (bytes); `back` counts lines from the newest (0). */
  cut(lines: { back: number; offset: number }[]): void
  /** Lines of the batch that was just parsed that stand for more than they show; `back` as above. */
  folded?(lines: { back: number; offset: number; fold: BatchFold }[]): void
  /** A batch is parsed. */
  parsed(batch: PaneBatch): void
}

const NEWLINE = 10
/** An open line longer than this is erased and written again rather than compared (bytes). */
const COMPARABLE_BYTES = 64 * 1024

/**
 * Writes batches into the terminal, strictly one after the other. Each step is written from the
 * callback of the one before, which xterm runs in the same slice of work: order is certain, what the
 * terminal holds is known at each step, and nothing is lost to waiting.
 *
 * A line's newline is written before the next line rather than after it, so that the last row of the
 * terminal is the last line of the log and not an empty row below it.
 */
export class BatchWriter {
  private readonly queue: { batch: PaneBatch; done: () => void }[] = []
  private busy = false
  private empty = true
  private openLine: Uint8Array | null = null
  private rewriting = false
  private rewriteView: PaneBatch['view'] = null
  /** Whether long lines go on in the next row, from the next rewrite on; else what is beyond the last column is not shown (DECAWM). */
  wrap = true

  constructor(
    private readonly terminal: Pick<Terminal, 'write' | 'buffer' | 'rows'>,
    private readonly wall: EscapeWall,
    private readonly table: LineTable,
    private readonly hooks: WriterHooks,
  ) {}

  /** Takes a batch; `done` is called when the terminal has parsed all of it. */
  push(batch: PaneBatch, done: () => void): void {
    this.queue.push({ batch, done })
    if (this.busy) return
    this.busy = true
    // Even the first step runs from a callback, so that an emptied terminal is never painted before its new text.
    this.terminal.write('', () => this.next())
  }

  private next(): void {
    const entry = this.queue.shift()
    if (!entry) {
      this.busy = false
      return
    }
    const { batch } = entry
    const finish = () =>
      this.finish(batch, () => {
        this.hooks.parsed(batch)
        entry.done()
        this.next()
      })
    if (batch.kind === 'rewrite') this.startRewrite(() => this.writeText(batch, finish))
    else {
      if (!this.rewriting) this.hooks.beforeAppend()
      this.writeText(batch, finish)
    }
  }

  /** Empties the terminal in band: attributes, screen and scrollback; painting waits until the rewrite is complete. */
  private startRewrite(then: () => void): void {
    if (!this.rewriting) this.hooks.beforeRewrite()
    this.rewriting = true
    this.rewriteView = null
    this.own(`\x1b[?2026h\x1b[?25l\x1b[?7${this.wrap ? 'h' : 'l'}\x1b[0m\x1b[2J\x1b[3J\x1b[H`, () => {
      this.table.clear()
      this.empty = true
      this.openLine = null
      then()
    })
  }

  private writeText(batch: PaneBatch, then: () => void): void {
    if (batch.offsets.length === 0) return then()
    const text = batch.open || batch.text.at(-1) !== NEWLINE ? batch.text : batch.text.subarray(0, -1)
    if (batch.replacesOpenLine && this.openLine !== null) return this.replaceOpenLine(batch, text, then)
    this.table.push(batch.offsets)
    if (this.empty) return this.writeLines(batch, text, then)
    this.empty = false
    this.terminal.write('\n', () => this.writeLines(batch, text, then))
  }

  /** The usual case is a line that grew: then only its new end is written, and a selection in it stays. */
  private replaceOpenLine(batch: PaneBatch, text: Uint8Array, then: () => void): void {
    const held = this.openLine ?? new Uint8Array()
    if (held.length <= COMPARABLE_BYTES && startsWith(text, held)) {
      this.table.push(batch.offsets.subarray(1))
      return this.writeLines(batch, text.subarray(held.length), then, text)
    }
    const buffer = this.terminal.buffer.active
    const top = lineTop(this.terminal, lastRow(this.terminal)) - buffer.baseY
    // Rows of the open line that have left the screen cannot be erased; they stay as a line of their own.
    this.table.push(top < 0 ? batch.offsets : batch.offsets.subarray(1))
    // ESC 8 brings back the colours that were in force where the open line began.
    this.own(`\x1b8\x1b[${Math.max(0, top) + 1};1H\x1b[J`, () => this.writeLines(batch, text, then))
  }

  /** Writes lines; before an open last line the colours in force are kept, for when it is replaced. */
  private writeLines(batch: PaneBatch, text: Uint8Array, then: () => void, whole: Uint8Array = text): void {
    this.empty = false
    if (!batch.open) {
      this.openLine = null
      this.terminal.write(text, then)
      return
    }
    this.openLine = whole.slice(whole.lastIndexOf(NEWLINE) + 1)
    const cut = text.lastIndexOf(NEWLINE) + 1
    const goesOn = cut === 0 && whole !== text
    if (goesOn) {
      this.terminal.write(text, then)
      return
    }
    this.terminal.write(text.subarray(0, cut), () => this.own('\x1b7', () => this.terminal.write(text.subarray(cut), then)))
  }

  private finish(batch: PaneBatch, then: () => void): void {
    if (batch.marks.length > 0) {
      const last = batch.offsets.length - 1
      this.hooks.marked(batch.marks.map(({ line, mark }) => ({ back: last - line, mark })))
    }
    if (batch.cuts.length > 0) {
      const last = batch.offsets.length - 1
      this.hooks.cut(batch.cuts.map((line) => ({ back: last - line, offset: batch.offsets[line] ?? 0 })))
    }
    if (batch.folds && batch.folds.length > 0) {
      const last = batch.offsets.length - 1
      this.hooks.folded?.(batch.folds.map((fold) => ({ back: last - fold.line, offset: batch.offsets[fold.line] ?? 0, fold })))
    }
    if (!this.rewriting) {
      this.hooks.afterAppend()
      return then()
    }
    this.rewriteView = batch.view ?? this.rewriteView
    if (!batch.complete) return then()
    this.rewriting = false
    this.hooks.afterRewrite(this.rewriteView)
    this.own('\x1b[?2026l', then)
  }

  /** Writes a sequence of the pane's own through the wall; only ever called with nothing else waiting to be parsed. */
  private own(sequence: string, then: () => void): void {
    this.wall.open()
    this.terminal.write(sequence, () => {
      this.wall.close()
      then()
    })
  }
}

function startsWith(text: Uint8Array, head: Uint8Array): boolean {
  if (text.length < head.length) return false
  for (let i = 0; i < head.length; i++) if (text[i] !== head[i]) return false
  return true
}
