import type { LogProgress, SearchPattern, SearchResults } from '@shared/contract/search'
import type { FindQuery } from '@/terminal'
import { formatBytes } from '@shared/text/units'

export function samePattern(query: FindQuery, pattern: SearchPattern | null): boolean {
  return (
    pattern !== null &&
    pattern.text === query.text &&
    pattern.caseSensitive === query.caseSensitive &&
    pattern.wholeWord === query.wholeWord &&
    pattern.regex === query.regex
  )
}

export function count(value: number): string {
  return value.toLocaleString('en-US')
}

/** `3 of 1,284`, `1,284`, `No match`; a plus sign while it is still being counted. */
export function positionWords(index: number | null, results: SearchResults): string {
  if (results.total === 0) return results.done ? 'No match' : ''
  const total = `${count(results.total)}${results.done ? '' : '+'}`
  return index === null ? total : `${count(index + 1)} of ${total}`
}

/** What was searched and how, of one log: `in the whole log, by grep in the workspace`. `whole`: what all of it is called. */
export function scopeWords(log: LogProgress, whole = 'the whole log'): string {
  const where = log.startedAt === null ? `in ${whole}` : `in the last ${formatBytes(log.sizeBytes)} of the log`
  if (!log.done) return `searching, ${percent(log)}`
  if (log.way === 'rg-here') return `${where}, by ripgrep`
  return log.way === 'grep' || log.way === 'rg' ? `${where}, by ${log.way} in the workspace` : where
}

export function percent({ scannedBytes, sizeBytes }: { scannedBytes: number; sizeBytes: number }): string {
  return sizeBytes === 0 ? '0%' : `${Math.floor(Math.min(1, scannedBytes / sizeBytes) * 100)}%`
}
