import type { EmptyWords } from './pane-words'
import './pane-blank.css'

/** What stands where text would be: a sentence, or, after a moment, the shape of lines to come. */
export function PaneBlank({ words, loading }: { words: EmptyWords | null; loading: boolean }) {
  if (words) {
    return (
      <div className="pane-blank" data-testid="pane-empty">
        <p>{words.sentence}</p>
        {words.detail && <p className={`pane-blank-detail selectable${words.isPath ? ' mono' : ''}`}>{words.detail}</p>}
      </div>
    )
  }
  if (!loading) return null
  return (
    <div className="pane-skeleton" role="status" aria-label="Opening this log" data-testid="pane-skeleton">
      {WIDTHS.map((width, index) => (
        <span key={index} style={{ width: `${width}%` }} />
      ))}
    </div>
  )
}

const WIDTHS = [44, 62, 38, 71, 55, 30, 66, 48, 58, 35]
