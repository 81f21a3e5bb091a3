import type { AgentInfo, WorkspaceInfo } from '@shared/model'
import { runGlyph, RunPicker, useRunView } from '@/features/runs'
import { CompareButton } from '@/features/compare'
import { CauseLine, LastOutput } from '@/features/verdict'
import { MuteButton } from '@/features/watch/MuteButton'
import { awakeWords, buildFact, buildSentence, headSentence, useNow } from '@/features/workspaces'
import { formatAge } from '@shared/text/units'
import { Chip, StateGlyph } from '@/ui'
import { StartButton } from './StartButton'

/** The outcome in one sentence. Nothing is drawn while there is nothing to say. */
export function AgentHead({ agent, workspace }: { agent: AgentInfo; workspace: WorkspaceInfo }) {
  const now = useNow(30_000)
  const build = buildFact(workspace.coder, now)
  // Why a build failed is known to the engine alone; it says so in the agent's sentence.
  const { run, older } = useRunView(agent)
  const past = older && run ? run : null
  const sentence = past ? headSentence({ ...agent, state: { ...agent.state, sentence: past.sentence } }) : (workspace.coder?.status === 'failed' ? headSentence(agent) : buildSentence(workspace.coder, now)) ?? headSentence(agent)
  if (!sentence) return null
  const awake = awakeWords(agent.link)
  // While its workspace is down, how the last start went is no news.
  const verdict = past ? past.verdict : agent.state.kind === 'stopped' ? null : agent.verdict
  return (
    <header className="agent-head">
      <StateGlyph kind={past ? runGlyph(past.kind) : (build?.glyph ?? agent.state.kind)} size={18} silent={!past && agent.state.kind === 'unknown'} />
      <div className="agent-words">
        <h2 className="agent-sentence selectable">
          <strong>{sentence.strong}</strong>
          {sentence.rest}
        </h2>
        {verdict?.cause && <CauseLine agent={agent} cause={verdict.cause} />}
        {!verdict?.cause && verdict?.why && <p className="agent-why selectable">{verdict.why}</p>}
        {verdict && !past && <LastOutput agent={agent} />}
      </div>
      {agent.saved && <Chip>{savedWords(now - agent.saved.savedMs)}</Chip>}
      <span className="agent-address ellipsis selectable" title={[agent.address, awake].filter(Boolean).join('\n')}>
        {awake && <span className="agent-awake">{awake}</span>}
        {agent.address}
      </span>
      {!agent.saved && <MuteButton agent={agent} />}
      <RunPicker agent={agent} />
      <CompareButton agent={agent} />
      <StartButton workspace={workspace} />
    </header>
  )
}

function savedWords(ageMs: number): string {
  const age = formatAge(ageMs)
  return age === 'now' ? 'saved just now, not live' : `saved ${age} ago, not live`
}
