import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { setAside } from './set-aside'
import { writeWhole } from './write-whole'

/** A rectangle on the desktop, in display-independent pixels. */
export interface Bounds {
  x: number
  y: number
  width: number
  height: number
}

export const MIN_WIDTH = 480
export const MIN_HEIGHT = 360
export const DEFAULT_SIZE = { width: 1440, height: 900 }

/** So much of the window must lie on a display, or nobody could get hold of it. */
const GRIP_WIDTH = 120
const GRIP_HEIGHT = 40

const whole = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000))
const savedSchema = v.strictObject({ x: whole, y: whole, width: whole, height: whole, maximized: v.boolean() })
export type SavedWindow = v.InferOutput<typeof savedSchema>

/** Reads what `saveWindow` wrote; null when there is nothing, or nothing usable, which is then set aside. */
export function readWindow(file: string): SavedWindow | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return null
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), savedSchema), text)
  if (parsed.success) return parsed.output
  setAside(file, new Date())
  return null
}

/** Writes the window's place; a failure is ignored, since it costs only the remembered place. */
export function saveWindow(file: string, saved: SavedWindow): void {
  try {
    writeWhole(file, JSON.stringify(saved))
  } catch {
    // The window opens at its default place next time.
  }
}

/**
 * Where the window goes: as saved when a usable part of its head still lies on a display,
 * else only the size is kept, cut to the first display. `displays` are work areas.
 */
export function placeWindow(saved: Bounds | null, displays: readonly Bounds[]): { width: number; height: number; x?: number; y?: number } {
  const home = saved && displays.find((d) => reachable(saved, d))
  const area = home ?? displays[0]
  const wanted = saved ?? DEFAULT_SIZE
  const size = {
    width: Math.max(MIN_WIDTH, Math.min(wanted.width, area?.width ?? wanted.width)),
    height: Math.max(MIN_HEIGHT, Math.min(wanted.height, area?.height ?? wanted.height)),
  }
  return saved && home ? { ...size, x: saved.x, y: saved.y } : size
}

function reachable(window: Bounds, display: Bounds): boolean {
  const across = Math.min(window.x + window.width, display.x + display.width) - Math.max(window.x, display.x)
  const head = Math.min(window.y + GRIP_HEIGHT, display.y + display.height) - Math.max(window.y, display.y)
  return across >= GRIP_WIDTH && head >= GRIP_HEIGHT
}
