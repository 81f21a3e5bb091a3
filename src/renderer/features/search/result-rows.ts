import type { LogProgress, SearchHit, SearchResults } from '@shared/contract/search'

export type ResultRow = { kind: 'log'; progress: LogProgress } | { kind: 'hit'; hit: SearchHit }

/** The rows of the list: each log that has something to tell, with its hits below it. Hits come in order of the logs. */
export function resultRows(hits: readonly SearchHit[], results: SearchResults | null): ResultRow[] {
  const byLog = new Map<string, SearchHit[]>()
  for (const hit of hits) {
    const list = byLog.get(hit.logId)
    if (list) list.push(hit)
    else byLog.set(hit.logId, [hit])
  }
  const rows: ResultRow[] = []
  for (const progress of results?.logs ?? []) {
    if (progress.total === 0 && !progress.failure && !(progress.done && progress.startedAt !== null)) continue
    rows.push({ kind: 'log', progress })
    for (const hit of byLog.get(progress.logId) ?? []) rows.push({ kind: 'hit', hit })
  }
  return rows
}

/** The next row in a direction that can be opened; the same one where there is none. */
export function stepRow(rows: readonly ResultRow[], from: number, by: number): number {
  const step = by < 0 ? -1 : 1
  let at = Math.min(Math.max(from + by, 0), rows.length - 1)
  while (at >= 0 && at < rows.length && rows[at]?.kind !== 'hit') at += step
  return rows[at]?.kind === 'hit' ? at : from
}

export interface Piece {
  text: string
  match: boolean
}

/** More than this before the first match is cut, so that the match is seen (UTF-16 units). */
const LEAD = 40

/** The text of a hit in pieces, the matches among them marked. */
export function hitPieces({ text, ranges, cut }: SearchHit): Piece[] {
  const pieces: Piece[] = []
  const first = ranges[0]?.[0] ?? 0
  const indent = text.length - text.trimStart().length
  let at = first > LEAD + 20 ? first - LEAD : Math.min(indent, first)
  // Half of a pair is no character.
  if (/[\udc00-\udfff]/.test(text[at] ?? '')) at++
  if (cut.before || at > indent) pieces.push({ text: '…', match: false })
  for (const [from, to] of ranges) {
    if (from > at) pieces.push({ text: text.slice(at, from), match: false })
    pieces.push({ text: text.slice(from, to), match: true })
    at = to
  }
  if (at < text.length) pieces.push({ text: text.slice(at), match: false })
  if (cut.after) pieces.push({ text: '…', match: false })
  return pieces
}
