import type { Assertion } from './parse'
import { byteClasses, type Program, type Step } from './program'

/** States kept before all are forgotten and built anew: bounds the memory of a pattern. */
const MOST_STATES = 2000

/** What stood before: the line's start, an ASCII word character, or anything else. */
type Before = 0 | 1 | 2
const LINE_START: Before = 0
const WORD: Before = 1
const OTHER: Before = 2

interface State {
  /** Steps to go on from, rising; assertions among them are decided when the next byte is known. */
  steps: readonly number[]
  before: Before
}

/** Which matches it tells of: the first one in a line, the longest that begins where the run begins, or where every one ends. */
export type AutomatonMode = 'first' | 'anchored' | 'every'

const UNKNOWN = -1
/** Column of the table for the end of the text, which is the newline's. */
const END = 0

/**
 * A pattern's program as a deterministic automaton over bytes, built while it runs. Each byte
 * costs one look into a table, whatever the pattern: nothing is ever tried again. A match shows
 * when the byte after it is seen, or the end of its line.
 */
export class Automaton {
  private readonly classOf: Uint8Array
  private readonly classes: number
  private readonly sample: number[]
  private readonly needsBefore: boolean
  private table = new Int32Array(0)
  private states: State[] = []
  private index = new Map<string, number>()
  private readonly seen: Uint32Array
  private round = 0

  private readonly program: readonly Step[]
  private readonly start: number

  constructor(
    program: Program,
    private readonly mode: AutomatonMode,
  ) {
    this.program = program.steps
    this.start = program.start
    const { classOf, count, sample } = byteClasses(this.program)
    this.classOf = classOf
    this.classes = count
    this.sample = sample
    this.needsBefore = this.program.some((step) => step.kind === 'assert')
    this.seen = new Uint32Array(this.program.length)
    this.forget()
  }

  /** The state at the start of a line. */
  lineStart(): number {
    return this.intern([this.start], LINE_START)
  }

  /** The state after a byte of the line. */
  after(byte: number | undefined): number {
    return this.intern([this.start], byte === undefined || byte === 0x0a ? LINE_START : kindOf(byte))
  }

  /**
   * Runs over `bytes[from, to)`, lines among them, and returns where the first match showed itself (its end), or -1;
   * `state` then is where to go on. For `first` ones only.
   */
  find(bytes: Uint8Array, from: number, to: number, begin: number): { at: number; state: number } {
    const { classOf } = this
    let state = begin
    let { table } = this
    for (let i = from; i < to; i++) {
      let next = table[state + classOf[bytes[i]!]!]!
      if (next < 0) {
        if (next === UNKNOWN) {
          next = this.fill(state, classOf[bytes[i]!]!)
          table = this.table
        }
        if (next < 0) return { at: i, state }
      }
      state = next
    }
    return { at: -1, state }
  }

  /** Whether the line matches if it ends here. */
  matchesAtEnd(state: number): boolean {
    // Not through the table: the caller may go on from this state, so nothing may be forgotten here.
    const { steps, before } = this.states[state / this.classes]!
    return this.resolve(steps, before, 'end').matched
  }

  /** End of the longest match that begins at `from`, or -1. `bytes[to]` is the end of the line. For `anchored` ones only. */
  longest(bytes: Uint8Array, from: number, to: number): number {
    let state = this.after(bytes[from - 1])
    let end = -1
    for (let i = from; i <= to; i++) {
      const column = i < to ? this.classOf[bytes[i]!]! : END
      let next = this.table[state + column]!
      if (next === UNKNOWN) next = this.fill(state, column)
      // Below zero: matched before this byte; the state to go on with is folded into it.
      if (next < UNKNOWN) {
        end = i
        next = -2 - next
      }
      if (this.states[next / this.classes]!.steps.length === 0) break
      state = next
    }
    return end
  }

  /**
   * Where matches begin in the line `bytes[from, to)`, rising. For `every` ones whose program runs backwards: each
   * byte is looked at once, however many matches there are.
   */
  beginnings(bytes: Uint8Array, from: number, to: number): number[] {
    const found: number[] = []
    let state = this.lineStart()
    for (let i = to - 1; i >= from - 1; i--) {
      const column = i >= from ? this.classOf[bytes[i]!]! : END
      let next = this.table[state + column]!
      if (next === UNKNOWN) next = this.fill(state, column)
      if (next < UNKNOWN) {
        found.push(i + 1)
        next = -2 - next
      }
      state = next
    }
    return found.reverse()
  }

  /** Makes one entry of the table: the next state (as an index into the table), or below -1 when there was a match. */
  private fill(from: number, column: number): number {
    const { steps, before } = this.states[from / this.classes]!
    const byte = this.sample[column]!
    const ready = this.resolve(steps, before, column === END ? 'end' : byte)
    if (this.mode === 'first' && ready.matched) return (this.table[from + column] = -2)
    let next: number
    if (column === END && this.mode !== 'anchored') next = this.lineStart()
    else {
      const kernel: number[] = this.mode === 'anchored' ? [] : [this.start]
      for (const at of ready.steps) {
        const step = this.program[at]!
        if (step.kind === 'byte' && column !== END && byte >= step.from && byte <= step.to) kernel.push(step.next)
      }
      next = this.intern(kernel, kindOf(byte))
    }
    // A full table was forgotten while the next state was made: `from` means nothing in the new one.
    if (this.states[from / this.classes]?.steps === steps) this.table[from + column] = ready.matched ? -2 - next : next
    return ready.matched ? -2 - next : next
  }

  /** Follows splits, and the assertions that hold between what was before and what comes. */
  private resolve(from: readonly number[], before: Before, coming: number | 'end'): { steps: number[]; matched: boolean } {
    const round = ++this.round
    const stack = [...from]
    const steps: number[] = []
    let matched = false
    while (stack.length > 0) {
      const at = stack.pop()!
      if (this.seen[at] === round) continue
      this.seen[at] = round
      const step = this.program[at]!
      if (step.kind === 'split') stack.push(step.next, step.other)
      else if (step.kind === 'match') matched = true
      else if (step.kind === 'byte') steps.push(at)
      else if (holds(step.what, before, coming)) stack.push(step.next)
    }
    return { steps, matched }
  }

  private intern(kernel: number[], before: Before): number {
    const steps = [...new Set(kernel)].sort((a, b) => a - b)
    const what = this.needsBefore ? before : OTHER
    const key = `${what} ${steps.join(' ')}`
    const known = this.index.get(key)
    if (known !== undefined) return known
    if (this.states.length >= MOST_STATES) this.forget()
    const at = this.states.length * this.classes
    this.states.push({ steps, before: what })
    this.index.set(key, at)
    if (at + this.classes > this.table.length) {
      const grown = new Int32Array(Math.max(64 * this.classes, this.table.length * 2)).fill(UNKNOWN)
      grown.set(this.table)
      this.table = grown
    }
    return at
  }

  private forget(): void {
    this.table = new Int32Array(64 * this.classes).fill(UNKNOWN)
    this.states = []
    this.index = new Map()
  }
}

function kindOf(byte: number): Before {
  const word = (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f || (byte >= 0x61 && byte <= 0x7a)
  return word ? WORD : OTHER
}

function holds(what: Assertion, before: Before, coming: number | 'end'): boolean {
  const wordComes = coming !== 'end' && kindOf(coming) === WORD
  switch (what) {
    case 'line-start':
      return before === LINE_START
    case 'line-end':
      return coming === 'end'
    case 'word-edge':
      return (before === WORD) !== wordComes
    case 'word-start':
      return before !== WORD
    case 'word-end':
      return !wordComes
  }
}
