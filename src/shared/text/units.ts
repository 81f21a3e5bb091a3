/** Sizes and times as people read them. Figures are short enough to stand in a chip or a sidebar line. */

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** A size in decimal units: `999 B`, `1.2 kB`, `34 MB`, `3.2 GB`. One decimal below ten, none above. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return 'unknown size'
  let value = bytes
  let unit = 0
  // 999.5 would round to "1000", so the next unit begins there.
  while (value >= 999.5 && unit < SIZES.length - 1) {
    value /= 1000
    unit++
  }
  const figure = unit === 0 || value >= 9.95 ? String(Math.round(value)) : value.toFixed(1)
  return `${figure} ${SIZES[unit]}`
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long something took, from ms: `0.4 s`, `34 s`, `2 min 5 s`, `1 h 4 min`, `3 d 2 h`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return 'unknown time'
  if (ms < 9.95 * SECOND) return `${trimZero((ms / SECOND).toFixed(1))} s`
  const seconds = Math.round(ms / SECOND)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  const minutes = Math.round(ms / MINUTE)
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.round(ms / HOUR)
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

/**
 * How long ago something was, from ms, in one unit: `now`, `34 s`, `3 min`, `2 h`, `2 d`. Rounds down, as ages
 * do. Clocks of workspaces can be ahead, so an age below zero is `now` as well.
 */
export function formatAge(ms: number): string {
  if (!Number.isFinite(ms)) return 'unknown time'
  if (ms < 2 * SECOND) return 'now'
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h`
  return `${Math.floor(ms / DAY)} d`
}

/** A count with thousands separated: `1,000`. The app speaks English, whatever the system's language. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US')
}

function pair(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`
}

function trimZero(figure: string): string {
  return figure.endsWith('.0') ? figure.slice(0, -2) : figure
}
