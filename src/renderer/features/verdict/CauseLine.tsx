import type { AgentInfo, Cause } from '@shared/model'
import { formatBytes, formatCount } from '@shared/text/units'
import { useEngine } from '@/bridge'
import { useHiddenSecrets } from '@/features/secrets'
import { showPlace } from './show-place'
import './cause-line.css'

/** The line that explains a failure, and the way to it. */
export function CauseLine({ agent, cause }: { agent: AgentInfo; cause: Cause }) {
  const engine = useEngine()
  const text = useHiddenSecrets(cause.text)
  return (
    <p className="cause">
      {cause.text !== '' && (
        <code className="cause-text selectable" title={cause.sentence} data-testid="cause">
          {text}
        </code>
      )}
      {cause.text === '' && <span className="cause-words">{cause.sentence}</span>}
      {(cause.logId !== null || cause.address !== undefined) && (
        <button type="button" className="cause-link" onClick={() => void showPlace(engine, agent, cause)}>
          {placeWords(cause)}
        </button>
      )}
    </p>
  )
}

/** "line 214", or how far into the log where its beginning was not read. */
export function placeWords({ line, offset, from }: Cause): string {
  if (line !== null) return `line ${formatCount(line)}`
  return from === 'agent' ? 'in the agent log' : `at ${formatBytes(offset)}`
}
