import type { AgentInfo, WorkspaceInfo } from '@shared/model'
import { awakeWords, buildFact, buildSentence, headSentence, useNow } from '@/features/workspaces'
import { StateGlyph } from '@/ui'
import { StartButton } from './StartButton'

/** The outcome in one sentence. Nothing is drawn while there is nothing to say. */
export function AgentHead({ agent, workspace }: { agent: AgentInfo; workspace: WorkspaceInfo }) {
  const now = useNow(30_000)
  const build = buildFact(workspace.coder, now)
  // Why a build failed is known to the engine alone; it says so in the agent's sentence.
  const sentence = (workspace.coder?.status === 'failed' ? headSentence(agent) : buildSentence(workspace.coder, now)) ?? headSentence(agent)
  if (!sentence) return null
  const awake = awakeWords(agent.link)
  return (
    <header className="agent-head">
      <StateGlyph kind={build?.glyph ?? agent.state.kind} size={18} silent={agent.state.kind === 'unknown'} />
      <h2 className="agent-sentence selectable">
        <strong>{sentence.strong}</strong>
        {sentence.rest}
      </h2>
      <span className="agent-address ellipsis selectable" title={[agent.address, awake].filter(Boolean).join('\n')}>
        {awake && <span className="agent-awake">{awake}</span>}
        {agent.address}
      </span>
      <StartButton workspace={workspace} />
    </header>
  )
}
