import type { FileStat } from '../ssh'

/** A file in the folder of a log. */
export interface FolderEntry {
  name: string
  stat: FileStat
}

export interface RotatedName extends FolderEntry {
  /** Packed by gzip. */
  packed: boolean
}

const MOST = 200

/**
 * What rotation has made of a log, newest first: `stem-2026-05-17T20-00-00.000.log` (lumberjack, which the agent uses;
 * UTC), `name.1` and `name-20260517` (logrotate), each also as `.gz`. Within one way of naming the names give the
 * order; files of different ways are merged by when they were put aside.
 */
export function rotatedOf(log: string, entries: readonly FolderEntry[]): RotatedName[] {
  const dot = log.lastIndexOf('.')
  const [stem, extension] = dot > 0 ? [log.slice(0, dot), log.slice(dot)] : [log, '']
  const ways: { pattern: RegExp; key: (found: string) => number; timeMs: (key: number, stat: FileStat) => number }[] = [
    {
      pattern: new RegExp(`^${quoted(stem)}-(\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d\\.\\d{3})${quoted(extension)}(\\.gz)?$`),
      key: (found) => Date.parse(`${found.slice(0, 10)}T${found.slice(11).replaceAll('-', ':')}Z`),
      timeMs: (key) => key,
    },
    { pattern: new RegExp(`^${quoted(log)}\\.(\\d{1,4})(\\.gz)?$`), key: (found) => -Number(found), timeMs: (_key, stat) => stat.modifiedMs },
    {
      pattern: new RegExp(`^(?:${quoted(log)}|${quoted(stem)})-(\\d{8}(?:-?\\d{2,10})?)(?:${quoted(extension)})?(\\.gz)?$`),
      key: (found) => Number(found.replace('-', '').padEnd(18, '0')),
      timeMs: (_key, stat) => stat.modifiedMs,
    },
  ]
  const rows = ways.map(({ pattern, key, timeMs }) => {
    const byKey = new Map<number, RotatedName & { timeMs: number }>()
    for (const { name, stat } of entries) {
      const match = stat.kind === 'file' && stat.sizeBytes > 0 ? pattern.exec(name) : null
      if (!match) continue
      const found = key(match[1]!)
      const packed = match[2] !== undefined
      // While a file is being packed both are there, and the packed one is not whole yet.
      if (Number.isNaN(found) || (packed && byKey.has(found))) continue
      byKey.set(found, { name, stat, packed, timeMs: timeMs(found, stat) })
    }
    return [...byKey].sort((a, b) => b[0] - a[0]).map(([, file]) => file)
  })
  return merged(rows).slice(0, MOST)
}

/** Takes the newest head of the rows until all are empty; each row keeps its own order. */
function merged(rows: (RotatedName & { timeMs: number })[][]): RotatedName[] {
  const all: RotatedName[] = []
  for (;;) {
    const [row] = rows.filter((one) => one.length > 0).sort((a, b) => b[0]!.timeMs - a[0]!.timeMs)
    const next = row?.shift()
    if (!next) return all
    all.push({ name: next.name, stat: next.stat, packed: next.packed })
  }
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
