import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { HistoryHit } from '@shared/contract/history'
import { useBridge, useEngine } from '@/bridge'
import { requestReveal } from '@/features/search/reveal'
import { showLog } from '@/features/search/open-hit'
import { showAgent } from '@/features/tabs'
import { showFailure, useNow } from '@/features/workspaces'
import { Button, EmptyState } from '@/ui'
import { Dialog } from '@/ui/Dialog'
import { ExportView } from './ExportView'
import { HistoryFoot } from './HistoryFoot'
import { HistoryHits } from './HistoryHits'
import { HistoryRow } from './HistoryRow'
import { readHistory, useHistory, type SavedRun } from './history-store'
import { filterRuns, firstRuns, groupRuns } from './history-words'
import { useGrowing } from './use-growing'
import './history.css'

/** Saved runs: what came of them, their lines, and what can be given away of them. */
export function HistoryDialog({ onClose }: { onClose: () => void }) {
  const engine = useEngine()
  const bridge = useBridge()
  const now = useNow(60_000)
  const runs = useHistory((state) => state.runs)
  const going = useHistory((state) => state.going)
  const [query, setQuery] = useState('')
  const [found, setFound] = useState<{ query: string; hits: HistoryHit[]; more: boolean; searched: number } | null>(null)
  const [exporting, setExporting] = useState<SavedRun | null>(null)
  const [importing, setImporting] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => void readHistory(engine), [engine])

  const open = async (id: string, hit?: HistoryHit): Promise<void> => {
    const result = await engine.request('history.open', { id })
    if (!result.ok) return showFailure(result.failure)
    onClose()
    showAgent(result.value.agentId)
    if (!hit || !found) return
    const logId = `${result.value.agentId}:l${hit.logIndex}`
    if (await showLog(engine, logId)) requestReveal({ logId, offset: hit.offset, query: { text: found.query, caseSensitive: false, wholeWord: false, regex: false } })
  }
  const takeIn = async (): Promise<void> => {
    const { ticket } = await bridge.invoke('import.choose', {})
    if (ticket === null) return
    setImporting(true)
    const result = await engine.request('history.import', { ticket })
    setImporting(false)
    if (!result.ok) return showFailure(result.failure)
    await readHistory(engine)
  }
  const search = async (): Promise<void> => {
    const text = query.trim()
    if (text === '') return setFound(null)
    const result = await engine.request('history.search', { text, regex: false })
    if (result.ok) setFound({ query: text, ...result.value })
    else showFailure(result.failure)
  }
  const shown = filterRuns((runs ?? []).filter((run) => !going.has(run.id)), found ? '' : query)
  const drawn = useGrowing(shown.length)
  if (exporting) return <ExportView run={exporting} onBack={() => setExporting(null)} onClose={onClose} />
  return (
    <Dialog title="History" description="Runs that were saved on this computer, also of workspaces that are stopped or gone." wide tall initialFocus={field} onClose={onClose}>
      <form
        className="history-bar"
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          void search()
        }}
      >
        <input
          ref={field}
          type="search"
          className="text-input"
          aria-label="Filter runs, Enter searches their logs"
          placeholder="Filter runs, Enter searches their logs"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setFound(null)
          }}
        />
        <Button disabled={importing} onClick={() => void takeIn()}>
          {importing ? 'Importing…' : 'Import…'}
        </Button>
      </form>
      {found ? (
        <HistoryHits found={found} runs={runs ?? []} onOpen={(hit) => void open(hit.recordingId, hit)} />
      ) : (
        <div className="history-list" onKeyDown={step}>
          {firstRuns(groupRuns(shown), drawn).map((group) => (
            <section key={group.key} aria-label={`${group.agent} of ${group.workspace}`}>
              <h3 className="history-group">
                {group.agent}
                {group.workspace !== group.agent && <span>{group.workspace}</span>}
              </h3>
              <ul>
                {group.runs.map((run) => (
                  <HistoryRow key={run.id} run={run} now={now} onOpen={(one) => void open(one.id)} onExport={setExporting} />
                ))}
              </ul>
            </section>
          ))}
          {runs !== null && shown.length === 0 && (
            <EmptyState
              title={query === '' ? 'No run is saved yet.' : `No saved run matches “${query}”.`}
              text={query === '' ? 'A recording or a support bundle of Coder can be imported.' : 'Press Enter to search the logs of all runs.'}
            />
          )}
        </div>
      )}
      {!found && <HistoryFoot now={now} />}
    </Dialog>
  )
}

/** The arrow keys go from run to run. */
function step(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.history-open')]
  const at = rows.indexOf(document.activeElement as HTMLElement)
  if (at < 0) return
  event.preventDefault()
  rows[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus()
}
