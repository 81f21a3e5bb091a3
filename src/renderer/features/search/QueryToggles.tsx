import type { FindQuery } from '@/terminal'
import './query-toggles.css'

/** How a text is meant: case, whole words, pattern. */
export function QueryToggles({ query, onQuery }: { query: FindQuery; onQuery: (query: FindQuery) => void }) {
  return (
    <span className="find-toggles" role="group" aria-label="How to match">
      <Toggle label="Match case" sign="Aa" on={query.caseSensitive} flip={() => onQuery({ ...query, caseSensitive: !query.caseSensitive })} />
      <Toggle label="Whole words" sign="W" on={query.wholeWord} flip={() => onQuery({ ...query, wholeWord: !query.wholeWord })} />
      <Toggle label="Regular expression" sign=".*" on={query.regex} flip={() => onQuery({ ...query, regex: !query.regex })} />
    </span>
  )
}

function Toggle({ label, sign, on, flip }: { label: string; sign: string; on: boolean; flip: () => void }) {
  return (
    <button type="button" className="find-toggle" aria-pressed={on} aria-label={label} title={label} onClick={flip}>
      {sign}
    </button>
  )
}
