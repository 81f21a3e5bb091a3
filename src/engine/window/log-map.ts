import type { LineLevel, LogStretch, PaneMap } from '@shared/contract/rail'
import type { Disposable } from '../ssh'
import type { ByteSource } from '../source'
import type { BatchPart } from './batch-builder'
import { levelsIn } from '../marks'
import { lineNumbersOf, type LineNumbers } from './line-numbers'
import type { ReadingNotes } from './window-lines'
import { Stretches } from './stretches'

/** Stretches and ticks that are told at most: a rail has about a thousand rows of pixels. */
const MOST_STRETCHES = 128
const MOST_TICKS = 512
/** A tick stands for this much of the log at first, and for twice as much each time there are too many (bytes). */
const FIRST_TICK_BYTES = 512

/** What one pane knows of its whole log: what was read of it, and where errors and warnings stand in that. */
export class LogMap implements ReadingNotes {
  private readonly seen = new Stretches(MOST_STRETCHES)
  private readonly lost = new Stretches(MOST_STRETCHES)
  private readonly left = new Stretches(MOST_STRETCHES)
  private readonly numbers: LineNumbers
  private readonly heard: Disposable
  private tickBytes = FIRST_TICK_BYTES
  private ticks = new Map<number, { offset: number; level: LineLevel }>()

  constructor(
    private readonly paneId: string,
    private readonly source: ByteSource,
    private readonly changed: () => void,
  ) {
    this.numbers = lineNumbersOf(source)
    this.heard = this.numbers.onCounted(changed)
  }

  close(): void {
    this.heard.dispose()
  }

  read(from: number, bytes: Buffer): void {
    this.numbers.note(from, bytes)
    this.seen.add(from, from + bytes.length)
    this.changed()
  }

  gone(from: number, to: number): void {
    this.lost.add(from, to)
    this.changed()
  }

  /** Written faster than it could be shown. */
  skipped(from: number, to: number): void {
    this.left.add(from, to)
    this.changed()
  }

  /** Lines on their way to the pane. @returns how many of them tell of an error; an open one is not counted yet */
  lines(part: Pick<BatchPart, 'text' | 'offsets' | 'marks' | 'open'>): number {
    let errors = 0
    for (const { line, level } of levelsIn(part.text)) {
      const offset = part.offsets[line]
      if (offset === undefined || part.marks.some((mark) => mark.line === line)) continue
      this.tick(offset, level)
      if (level === 'error' && !(part.open && line === part.offsets.length - 1)) errors++
    }
    return errors
  }

  snapshot(): PaneMap {
    const { source } = this
    return {
      paneId: this.paneId,
      from: source.firstOffset(),
      to: source.size(),
      uncounted: this.uncounted(),
      seen: this.seen.all.map(([from, to]) => [from, to]),
      gone: this.lost.all.map(([from, to]) => [from, to]),
      skipped: this.left.all.map(([from, to]) => [from, to]),
      ticks: [...this.ticks.values()].sort((a, b) => a.offset - b.offset),
      epochs: source.boundaries().slice(-MOST_STRETCHES).map(({ at, cause }) => ({ at, cause })),
    }
  }

  private uncounted(): LogStretch | null {
    if (!this.numbers.indexing?.behind) return null
    return [this.numbers.fromStart(this.source.epochStart()).to, this.source.size()]
  }

  private tick(offset: number, level: LineLevel): void {
    this.put(offset, level)
    while (this.ticks.size > MOST_TICKS) {
      const all = [...this.ticks.values()]
      this.tickBytes *= 2
      this.ticks = new Map()
      for (const one of all) this.put(one.offset, one.level)
    }
  }

  /** Of several lines in one place the first error counts, else the first warning. */
  private put(offset: number, level: LineLevel): void {
    const place = Math.floor(offset / this.tickBytes)
    const there = this.ticks.get(place)
    const worse = there && there.level === 'warning' && level === 'error'
    const earlier = there && there.level === level && offset < there.offset
    if (!there || worse || earlier) this.ticks.set(place, { offset, level })
  }
}
