import { Search, Square, X } from 'lucide-react'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore, type KeyboardEvent } from 'react'
import type { SearchHit } from '@shared/contract/search'
import type { FindQuery } from '@/terminal'
import { useBridge, useEngine } from '@/bridge'
import { openMenu } from '@/features/menus'
import { SavedSearchesButton } from '@/features/saved-searches'
import { useTabs } from '@/features/tabs'
import { useWorkspaces } from '@/features/workspaces'
import { Button, EmptyState, IconButton } from '@/ui'
import { EngineSearch } from './engine-search'
import { focusedLog } from './focused-log'
import { openHit, showLog } from './open-hit'
import { closeSearchPanel, setSearch, useSearchPanel, type Scope } from './panel-store'
import { QueryToggles } from './QueryToggles'
import { ResultContent } from './ResultContent'
import { resultMenu } from './result-menu'
import { ResultList } from './ResultList'
import { resultRows } from './result-rows'
import { logsInScope, placeLogs } from './scope'
import { count, percent, samePattern } from './search-words'
import './search-panel.css'

/** Typing goes on within this time (ms). */
const TYPING_MS = 250
const SCOPES: Record<Scope, string> = { log: 'This log', agent: 'All logs of this agent', all: 'All open agents' }

/** Search over whole logs, one or many: the lines found at the right, each a click away. */
export function SearchPanel() {
  const engine = useEngine()
  const bridge = useBridge()
  const { query, scope, asked } = useSearchPanel()
  const workspaces = useWorkspaces((state) => state.workspaces)
  const [search] = useState(() => new EngineSearch(engine))
  const state = useSyncExternalStore(search.subscribe, search.snapshot)
  const [stopped, setStopped] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const placed = useMemo(() => placeLogs(workspaces), [workspaces])
  const { hits, results } = state
  const rows = useMemo(() => resultRows(hits, results), [hits, results])

  const run = (what: FindQuery, where: Scope) => {
    setStopped(false)
    const logs = logsInScope(where, useWorkspaces.getState().workspaces, focusedLog(), useTabs.getState().active)
    if (what.text === '' || logs.length === 0) search.clear()
    else search.start(logs, what)
  }
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    const timer = setTimeout(() => latest.current(query, scope), TYPING_MS)
    return () => clearTimeout(timer)
  }, [query, scope])
  useEffect(() => () => search.clear(), [search])
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [asked])

  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') closeSearchPanel()
    else if (event.key === 'Enter') {
      if (!samePattern(query, state.pattern) || stopped) run(query, scope)
      else list.current?.focus()
    } else if (event.key === 'ArrowDown') list.current?.focus()
    else return
    event.preventDefault()
  }
  const searching = results !== null && !results.done && !stopped
  const stop = () => {
    search.cancel()
    setStopped(true)
  }

  return (
    <aside className="search-panel" role="search" aria-label="Search in logs" data-testid="search-panel" data-done={results?.done ?? false}>
      <div className="search-head">
        <Search size={14} aria-hidden />
        <h2>Search in logs</h2>
        <IconButton size="small" label="Close search (Escape)" icon={<X size={14} />} onClick={closeSearchPanel} />
      </div>
      <div className="search-controls" onKeyDown={keys}>
        <div className="search-line">
          <input
            ref={field}
            className="find-field"
            type="text"
            value={query.text}
            placeholder="Search whole logs"
            aria-label="Search whole logs"
            aria-invalid={state.refusal !== null}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setSearch({ query: { ...query, text: event.target.value } })}
          />
          <QueryToggles query={query} onQuery={(next) => setSearch({ query: next })} />
          <SavedSearchesButton query={query} scope={scope} kind={null} />
        </div>
        <select className="search-scope" aria-label="Where" value={scope} onChange={(event) => setSearch({ scope: event.target.value as Scope })}>
          {Object.entries(SCOPES).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <div className="search-status">
        <span role="status" data-testid="search-status" data-problem={state.refusal !== null}>
          {state.refusal ? `${state.refusal.sentence} ${state.refusal.nextStep}` : statusWords(results, stopped)}
        </span>
        {searching && (
          <>
            <progress aria-label="Searched so far" max={Math.max(1, results.sizeBytes)} value={results.scannedBytes} />
            <Button size="small" look="quiet" onClick={stop}>
              <Square size={11} aria-hidden /> Stop
            </Button>
          </>
        )}
        {results && results.left > 0 && !stopped && (
          <Button size="small" onClick={() => search.more()}>
            More
          </Button>
        )}
      </div>
      {rows.length > 0 ? (
        <ResultList
          ref={list}
          rows={rows}
          draw={(row) => (
            <ResultContent row={row} placed={placed.get(row.kind === 'hit' ? row.hit.logId : row.progress.logId)} onReadAll={() => search.readAll()} />
          )}
          onOpen={(row) => {
            if (row.kind === 'hit') void openHit(engine, row.hit, query)
          }}
          onEscape={() => field.current?.focus()}
          onMenu={(row, place) => {
            const ports = {
              hits,
              onOpen: (hit: SearchHit) => void openHit(engine, hit, query),
              onShowLog: (logId: string) => void showLog(engine, logId),
              onCopy: (text: string) => void bridge.invoke('clipboard.write', { text }),
              onFocusField: () => field.current?.select(),
            }
            openMenu({ ...place, label: 'Line found', items: resultMenu(row, ports) })
          }}
        />
      ) : (
        <Empty searched={results?.done === true && state.pattern !== null} />
      )}
    </aside>
  )
}

function statusWords(results: ReturnType<EngineSearch['snapshot']>['results'], stopped: boolean): string {
  if (!results) return ''
  const { total, left, done } = results
  const lines = `${count(total)} ${total === 1 ? 'line' : 'lines'}`
  const kept = left > 0 ? `, the first ${count(total - left)} shown` : ''
  if (stopped) return `${lines} until you stopped it`
  return done ? `${lines}${kept}` : `${lines} so far${kept}, ${percent(results)}`
}

function Empty({ searched }: { searched: boolean }) {
  return (
    <div className="search-empty">
      {searched ? (
        <EmptyState title="No line matches." text="Try fewer letters, or search in more logs." />
      ) : (
        <EmptyState title="Search from the first line to the last." text="All of each log is searched, not only what its pane shows." />
      )}
    </div>
  )
}
