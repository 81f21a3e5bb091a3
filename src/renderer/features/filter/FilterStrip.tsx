import { Minus, Plus } from 'lucide-react'
import { ENTRY_LEVELS, MOST_CONTEXT, type EntryLevel, type FilterStatus } from '@shared/contract/filter'
import type { LogKind } from '@shared/model'
import { IconButton } from '@/ui'
import { countWords } from './filter-words'
import type { FilterState } from './use-filter'
import './filter-strip.css'

const LEVEL_WORDS: Record<EntryLevel, string> = { debug: 'Debug and up', info: 'Info and up', warning: 'Warnings and up', error: 'Errors' }

export interface FilterStripProps {
  kind: LogKind
  state: FilterState
  status: FilterStatus | null
  onGoOn: () => void
}

/** What of the log is shown, and the way to all of it. It is there while something may be left out. */
export function FilterStrip({ kind, state, status, onGoOn }: FilterStripProps) {
  const { choice, matches, filter, choose } = state
  if (kind !== 'agent' && matches === null) return null
  return (
    <div className="filter-strip" role="group" aria-label="What is shown" data-testid="filter-strip">
      {kind === 'agent' && (
        <>
          <select
            className="filter-level"
            aria-label="Level"
            value={choice.levels ? choice.least : 'all'}
            onChange={({ target }) => {
              if (target.value === 'all') choose({ levels: false })
              else choose({ levels: true, least: target.value as EntryLevel })
            }}
          >
            <option value="all">All lines</option>
            {ENTRY_LEVELS.map((level) => (
              <option key={level} value={level}>
                {LEVEL_WORDS[level]}
              </option>
            ))}
          </select>
          {choice.levels && (
            <>
              <Toggle word="Network" title="Entries of the network (net.*) below errors" on={choice.network} flip={() => choose({ network: !choice.network })} />
              <Toggle word="First lines" title="Only the first line of entries that have several" on={choice.fold} flip={() => choose({ fold: !choice.fold })} />
            </>
          )}
        </>
      )}
      {matches && (
        <>
          <span className="filter-matches ellipsis" title={matches.text}>
            Lines with <b className="mono">{matches.text}</b>
          </span>
          <span className="filter-context" role="group" aria-label="Lines around each match">
            <IconButton size="small" label="Fewer lines around each match" icon={<Minus size={13} />} onClick={() => choose({ context: Math.max(0, choice.context - 1) })} />
            <span data-testid="filter-context">± {choice.context}</span>
            <IconButton size="small" label="More lines around each match" icon={<Plus size={13} />} onClick={() => choose({ context: Math.min(MOST_CONTEXT, choice.context + 1) })} />
          </span>
        </>
      )}
      <span className="filter-count ellipsis" role="status" data-testid="filter-count" data-working={status?.working ?? false}>
        {filter && status && status.totalBytes > 0 ? countWords(status) : ''}
      </span>
      {filter && status?.waiting && (
        <button type="button" className="filter-link" onClick={onGoOn}>
          Go on
        </button>
      )}
      {filter && (matches !== null || status?.totalBytes !== 0) && (
        <button type="button" className="filter-link" onClick={state.clear}>
          Show all
        </button>
      )}
    </div>
  )
}

function Toggle({ word, title, on, flip }: { word: string; title: string; on: boolean; flip: () => void }) {
  return (
    <button type="button" className="filter-toggle" aria-pressed={on} title={title} onClick={flip}>
      {word}
    </button>
  )
}
