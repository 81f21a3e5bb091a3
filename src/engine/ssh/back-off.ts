const FIRST_CAP_MS = 1000
const LAST_CAP_MS = 30_000

/**
 * How long to wait before the next attempt (ms): none before the first retry, then a
 * random time below a cap that doubles from 1 s to 30 s ("full jitter"), so that a host
 * that comes back is not met by everyone at once. `failures` counts failed attempts in a row.
 */
export function backOffMs(failures: number, random: () => number): number {
  if (failures <= 1) return 0
  return Math.round(random() * Math.min(LAST_CAP_MS, FIRST_CAP_MS * 2 ** (failures - 2)))
}

const SLOW_MS = 30_000

/**
 * How long to wait (ms) for what passes only when somebody does something, such as a
 * workspace that is started: 30 to 60 s. Each attempt costs a process and a request.
 */
export function slowBackOffMs(random: () => number): number {
  return SLOW_MS + Math.round(random() * SLOW_MS)
}
