import { formatCount } from '@shared/text/units'
import { useHistory } from './history-store'
import { removedWords, roomWords } from './history-words'

/** What the saved runs take, and which went to keep to the bounds. */
export function HistoryFoot({ now }: { now: number }) {
  const runs = useHistory((state) => state.runs) ?? []
  const removed = useHistory((state) => state.removed)
  if (runs.length === 0 && removed.length === 0) return null
  return (
    <footer className="history-foot">
      {runs.length > 0 && <p>{roomWords(runs)}</p>}
      {removed.length > 0 && (
        <details>
          <summary>{removed.length === 1 ? '1 older run was removed' : `${formatCount(removed.length)} older runs were removed`}, as Settings say</summary>
          <ul tabIndex={0} aria-label="Runs that were removed">
            {removed.map((one) => (
              <li key={`${one.id} ${one.removedMs}`}>{removedWords(one, now)}</li>
            ))}
          </ul>
        </details>
      )}
    </footer>
  )
}
