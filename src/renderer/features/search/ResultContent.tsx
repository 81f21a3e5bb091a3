import { formatBytes } from '@shared/text/units'
import type { PlacedLog } from './scope'
import { hitPieces, type ResultRow } from './result-rows'
import { count, scopeWords } from './search-words'

interface ResultContentProps {
  row: ResultRow
  placed: PlacedLog | undefined
  /** Reads all of a log of which only the end was searched. */
  onReadAll: () => void
}

/** What a row of the results says: a log's name with its count, or a line with its matches. */
export function ResultContent({ row, placed, onReadAll }: ResultContentProps) {
  if (row.kind === 'hit') {
    const { hit } = row
    return (
      <>
        <span className="result-place" title={`Offset ${count(hit.offset)} bytes`}>
          {hit.line === null ? `@${formatBytes(hit.offset)}` : count(hit.line)}
        </span>
        <span className="result-text">
          {hitPieces(hit).map((piece, i) => (piece.match ? <mark key={i}>{piece.text}</mark> : piece.text))}
        </span>
      </>
    )
  }
  const { progress } = row
  const name = placed ? `${placed.agent.name} · ${placed.log.title}` : 'A log that is closed'
  return (
    <>
      <span className="result-log" title={placed?.log.path}>
        {name}
      </span>
      <span className="result-how" data-problem={progress.failure !== null} title={progress.failure ? `${progress.failure.sentence} ${progress.failure.nextStep}` : undefined}>
        {progress.failure?.sentence ?? scopeWords(progress)}
      </span>
      {progress.done && progress.startedAt !== null && (
        <button type="button" className="find-all" onClick={onReadAll}>
          Search all of it
        </button>
      )}
      <span className="result-count">{count(progress.total)}</span>
    </>
  )
}
