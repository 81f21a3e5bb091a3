import type { AgentInfo } from '@shared/model'
import { headSentence } from '@/features/workspaces'
import { StateGlyph } from '@/ui'

/** The outcome in one sentence. Nothing is drawn while there is nothing to say. */
export function AgentHead({ agent }: { agent: AgentInfo }) {
  const sentence = headSentence(agent)
  if (!sentence) return null
  return (
    <header className="agent-head">
      <StateGlyph kind={agent.state.kind} size={18} silent={agent.state.kind === 'unknown'} />
      <h2 className="agent-sentence selectable">
        <strong>{sentence.strong}</strong>
        {sentence.rest}
      </h2>
      <span className="agent-address ellipsis selectable" title={agent.address}>
        {agent.address}
      </span>
    </header>
  )
}
