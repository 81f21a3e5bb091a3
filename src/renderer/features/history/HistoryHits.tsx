import type { HistoryHit } from '@shared/contract/history'
import { formatCount } from '@shared/text/units'
import { useHiddenSecrets } from '@/features/secrets'
import { EmptyState } from '@/ui'
import type { SavedRun } from './history-store'

interface HistoryHitsProps {
  found: { query: string; hits: HistoryHit[]; more: boolean; searched: number }
  runs: readonly SavedRun[]
  onOpen: (hit: HistoryHit) => void
}

/** Lines of saved runs that match. */
export function HistoryHits({ found, runs, onOpen }: HistoryHitsProps) {
  const { hits, more, searched, query } = found
  const nameOf = (id: string): string => {
    const run = runs.find((one) => one.id === id)
    return run ? `${run.agent.name} of ${run.workspace.name}` : ''
  }
  if (hits.length === 0) return <EmptyState title={`No line of ${formatCount(searched)} saved runs has “${query}”.`} />
  return (
    <>
      <p className="history-count" role="status">
        {more ? `The first ${formatCount(hits.length)} lines` : `${formatCount(hits.length)} ${hits.length === 1 ? 'line' : 'lines'}`} with “{query}”, newest runs first
      </p>
      <ul className="history-list">
        {hits.map((hit) => (
          <li key={`${hit.recordingId} ${hit.logIndex} ${hit.offset}`} className="history-row">
            <button type="button" className="history-hit" onClick={() => onOpen(hit)}>
              <HitText text={hit.text} />
              <span className="history-facts ellipsis">
                {nameOf(hit.recordingId)} · {hit.log}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

function HitText({ text }: { text: string }) {
  return <span className="history-hit-text ellipsis">{useHiddenSecrets(text)}</span>
}
