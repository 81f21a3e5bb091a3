import { formatBytes, formatCount } from '@shared/text/units'
import type { RailState } from './rail-state'

/** Whatever stands for something on the rail is at least so high (CSS pixels): a line in 10 GB is less than an atom of it. */
const LEAST_THUMB_PX = 14
const TICK_PX = 2
/** A pointer so near to a mark means the mark (CSS pixels). */
const NEAR_PX = 4

export type RailKind = 'uncounted' | 'seen' | 'held' | 'gone' | 'skipped' | 'fresh' | 'epoch' | 'run' | 'hit' | 'warning' | 'error' | 'evidence'

/** A box across the rail, in CSS pixels from its top. */
export interface RailBox {
  kind: RailKind
  y: number
  height: number
}

export interface RailPicture {
  boxes: RailBox[]
  thumb: { y: number; height: number } | null
}

/** What a rail of this height looks like; pure, so that it can be tested without a screen. Later boxes lie over earlier ones. */
export function railPicture(state: RailState, height: number): RailPicture {
  const { from, to, map } = state
  if (to <= from || height <= 0) return { boxes: [], thumb: null }
  const y = (offset: number) => yOf(state, height, offset)
  const boxes: RailBox[] = []
  const stretch = (kind: RailKind, [begin, end]: readonly [number, number], least: number) => {
    const top = y(begin)
    const long = Math.max(least, y(end) - top)
    boxes.push({ kind, y: Math.min(top, height - long), height: long })
  }
  // Of several in one row of pixels one is enough: a thousand hits are not a thousand boxes.
  const ticks = (kind: RailKind, offsets: Iterable<number>) => {
    let last = -1
    for (const offset of offsets) {
      const at = Math.min(height - TICK_PX, Math.round(y(offset)))
      if (at === last) continue
      last = at
      boxes.push({ kind, y: at, height: TICK_PX })
    }
  }
  if (map.uncounted) stretch('uncounted', map.uncounted, TICK_PX)
  for (const one of map.seen) stretch('seen', one, 1)
  if (state.held) stretch('held', state.held, 1)
  for (const one of map.skipped) stretch('skipped', one, TICK_PX)
  for (const one of map.gone) stretch('gone', one, TICK_PX)
  if (state.fresh && state.fresh[1] > state.fresh[0]) stretch('fresh', state.fresh, TICK_PX)
  ticks('run', state.runs)
  ticks('epoch', map.epochs.map(({ at }) => at))
  ticks('warning', map.ticks.filter(({ level }) => level === 'warning').map(({ offset }) => offset))
  ticks('error', map.ticks.filter(({ level }) => level === 'error').map(({ offset }) => offset))
  ticks('hit', state.hits)
  if (state.evidence !== null) ticks('evidence', [state.evidence])
  return { boxes, thumb: thumbOf(state, height) }
}

function thumbOf(state: RailState, height: number): { y: number; height: number } | null {
  const { view } = state
  // Where all of a log is on screen there is nowhere to go.
  if (!view || (view.top <= state.from && view.bottom >= state.to)) return null
  const top = yOf(state, height, view.top)
  const bottom = yOf(state, height, view.bottom)
  const long = Math.min(height, Math.max(LEAST_THUMB_PX, bottom - top))
  return { y: Math.max(0, Math.min(top, height - long)), height: long }
}

export function yOf({ from, to }: RailState, height: number, offset: number): number {
  return (height * Math.min(Math.max(0, offset - from), to - from)) / (to - from)
}

/** The offset that a place on the rail stands for (a whole number of bytes). */
export function offsetAt({ from, to }: RailState, height: number, y: number): number {
  return Math.round(from + ((to - from) * Math.min(Math.max(0, y), height)) / height)
}

/** Where a click leads: to the mark that is meant, if there is one near, else to the place itself. */
export function clickTarget(state: RailState, height: number, y: number): number {
  const marks = [state.evidence ?? -1, ...state.hits, ...state.map.ticks.map(({ offset }) => offset), ...state.map.epochs.map(({ at }) => at), ...state.runs]
  let nearest: number | null = null
  let least = NEAR_PX
  for (const offset of marks) {
    if (offset < state.from) continue
    const distance = Math.abs(yOf(state, height, offset) + TICK_PX / 2 - y)
    if (distance >= least) continue
    least = distance
    nearest = offset
  }
  return nearest ?? offsetAt(state, height, y)
}

/** Where the view stands, in words: `Line 214, 45% of 1.2 MB`. Read aloud, and shown while the rail is dragged. */
export function placeWords({ from, to, line }: RailState, offset: number, ofView: boolean): string {
  const size = Math.max(0, to - from)
  const part = size === 0 ? 0 : Math.floor((100 * (offset - from)) / size)
  const at = ofView && line !== null ? `Line ${formatCount(line)}` : `Byte ${formatCount(offset - from)}`
  return `${at}, ${part}% of ${formatBytes(size)}`
}
