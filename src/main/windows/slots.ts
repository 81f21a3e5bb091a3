/** More windows than this help nobody, and each costs a process. */
export const MOST_WINDOWS = 4

/**
 * The lowest number from 1 that no window has; null when all are taken. A window's number names what is remembered of it, so a second
 * window opens where the second one was last.
 */
export function freeSlot(taken: readonly number[]): number | null {
  for (let slot = 1; slot <= MOST_WINDOWS; slot++) if (!taken.includes(slot)) return slot
  return null
}

/** Where the place of a window is remembered, below the profile. */
export function placeFileOf(slot: number): string {
  return slot === 1 ? 'window.json' : `window-${slot}.json`
}
