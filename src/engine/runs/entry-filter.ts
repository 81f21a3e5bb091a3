import type { EntryLevel } from '@shared/contract/filter'
import { SGR } from '@shared/text/sgr'
import { isNetwork, levelAt, messageAt, shapeAt } from './entry-head'
import { padding } from './entry-columns'
import { isWanted } from './wanted-messages'

const RANKS: Record<string, number> = { debu: 0, info: 1, warn: 2, erro: 3, crit: 3, fata: 3 }
const LEAST: Record<EntryLevel, number> = { debug: 0, info: 1, warning: 2, error: 3 }
/** Lines behind a piece that are looked at to say how many an entry has folded. */
const LOOK_AHEAD_LINES = 100
/** How a line is judged; the window has the same figures. */
const [HIDDEN, SHOWN, FOLDED] = [0, 1, 2]
const ESC = 0x1b
const LF = 0x0a
/** Of a coloured line so much is looked at (bytes). */
const HEAD_BYTES = 4096

export interface EntryFilterOptions {
  /** Entries below this level are left out. */
  least: EntryLevel
  /** Shows entries of the network too, not only their errors. */
  network: boolean
  /** Shows the first line only of entries that have several. */
  fold: boolean
}

/**
 * Which entries of an agent log are shown, in all shapes that coder has written. Lines after an entry's first one go with it. What
 * tells of runs is always shown, and so is what is no entry: nothing is hidden that is not understood.
 */
export class EntryFilter {
  readonly separated = false
  readonly after = 0
  readonly ahead: number
  /** Offsets (bytes) of entries whose further lines are shown although others are folded. */
  readonly unfolded = new Set<number>()

  constructor(private readonly options: EntryFilterOptions) {
    this.ahead = options.fold ? LOOK_AHEAD_LINES : 0
  }

  /** See `LineFilter.runUp`: where the last entry begins. */
  runUp(before: Buffer): number | null {
    for (let end = before.length; end > 0; ) {
      const start = end < 2 ? 0 : before.lastIndexOf(LF, end - 2) + 1
      if (mayBegin(before, start) && headOf(before.toString('latin1', start, Math.min(end - 1, start + HEAD_BYTES)))) return start
      end = start
    }
    return null
  }

  /** See `LineFilter.judge`. */
  judge(bytes: Buffer, starts: readonly number[], base: number): Uint8Array {
    const flags = new Uint8Array(starts.length).fill(SHOWN!)
    const text = bytes.toString('latin1')
    let further = SHOWN!
    for (let i = 0; i < starts.length; i++) {
      const from = starts[i]!
      const passes = mayBegin(bytes, from) ? this.entry(text, from, (starts[i + 1] ?? text.length + 1) - 1) : null
      if (passes === null) {
        flags[i] = further
        continue
      }
      flags[i] = passes ? SHOWN! : HIDDEN!
      further = !passes ? HIDDEN! : this.options.fold && !this.unfolded.has(base + from) ? FOLDED! : SHOWN!
    }
    return flags
  }

  /** See `LineFilter.pad`: the columns of an entry's first line stand below each other. */
  pad(text: Uint8Array, from: number, to: number): readonly (readonly [number, number])[] | null {
    return padding(text, from, to)
  }

  /** Whether the entry that begins in a line passes; null where none begins. */
  private entry(text: string, from: number, end: number): boolean | null {
    if (text.charCodeAt(from) !== ESC) return this.passes(text, from, end)
    const plain = text.slice(from, Math.min(end, from + HEAD_BYTES)).replace(SGR, '')
    return this.passes(plain, 0, plain.length)
  }

  private passes(text: string, from: number, end: number): boolean | null {
    const shape = shapeAt(text, from, end)
    if (shape === null) return null
    const rank = RANKS[levelAt(text, shape, from, end)]
    if (rank === undefined || rank >= 3) return true
    const enough = rank >= LEAST[this.options.least] && (this.options.network || !isNetwork(text, shape, from, end))
    if (enough) return true
    const message = messageAt(text, shape, from, end)
    return message >= 0 && isWanted(text, message, end)
  }
}

/** Whether an entry may begin there, by its first byte. */
function mayBegin(bytes: Buffer, at: number): boolean {
  const first = bytes[at]!
  return (first >= 0x30 && first <= 0x39) || first === 0x7b || first === ESC
}

function headOf(line: string): boolean {
  const plain = line.charCodeAt(0) === ESC ? line.replace(SGR, '') : line
  return shapeAt(plain, 0, plain.length) !== null
}
