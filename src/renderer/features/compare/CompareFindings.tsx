import type { CompareSummary, Divergence } from '@shared/contract/compare'
import { Button } from '@/ui'
import { divergenceWords, slowerWords } from './compare-words'
import './compare-findings.css'

interface CompareFindingsProps {
  summary: CompareSummary
  /** When the run on the left began, or what it is. */
  then: string
  onShow: (one: Divergence) => void
}

/** What is different, in words: the first difference that matters on top, with both lines; then others, and what got slower. */
export function CompareFindings({ summary, then, onShow }: CompareFindingsProps) {
  const [first, ...others] = summary.divergences
  return (
    <section className="compare-findings" aria-label="What is different">
      {first ? (
        <div className="compare-first" data-testid="divergence" data-kind={first.kind}>
          <p className="compare-sentence selectable">{divergenceWords(first, then)}</p>
          <dl className="compare-lines">
            {first.left && <Line word="Then" text={first.left.text} tone="left" />}
            {first.right && <Line word="Now" text={first.right.text} tone="right" />}
          </dl>
          <Button size="small" onClick={() => onShow(first)}>
            Show the lines
          </Button>
        </div>
      ) : (
        <p className="compare-sentence" data-testid="divergence">
          Nothing differs that matters.
        </p>
      )}
      {others.length > 0 && (
        <ul className="compare-others" aria-label="Other differences">
          {others.map((one) => (
            <li key={one.row}>
              <button type="button" className="compare-other" title={(one.right ?? one.left)?.text} onClick={() => onShow(one)}>
                <span>{divergenceWords(one, then)}</span> <code>{(one.right ?? one.left)?.text}</code>
              </button>
            </li>
          ))}
        </ul>
      )}
      {summary.slower.length > 0 && <p className="compare-slower selectable">Slower: {summary.slower.map(slowerWords).join('; ')}.</p>}
      {summary.notices.map((notice) => (
        <p key={notice} className="compare-notice" role="note">
          {notice}
        </p>
      ))}
    </section>
  )
}

function Line({ word, text, tone }: { word: string; text: string; tone: 'left' | 'right' }) {
  return (
    <div data-tone={tone}>
      <dt>{word}</dt>
      <dd>
        <code className="selectable">{text}</code>
      </dd>
    </div>
  )
}
