import type { AgentInfo } from '@shared/model'
import { useEngine } from '@/bridge'
import { showPlace } from './show-place'
import './cause-line.css'

/** The way to where a start that may have stalled wrote last. Nothing is drawn for any other. */
export function LastOutput({ agent }: { agent: AgentInfo }) {
  const engine = useEngine()
  const { verdict } = agent
  const script = verdict?.kind === 'stalled' && verdict.script !== null ? agent.runs[0]?.scripts[verdict.script] : undefined
  const offset = agent.outputs?.find((one) => one.path === script?.path)?.lastOffset ?? null
  if (!script || script.logId === null || offset === null) return null
  return (
    <p className="cause">
      <button type="button" className="cause-link" onClick={() => void showPlace(engine, agent, { logId: script.logId, path: script.path, offset })}>
        {agent.state.kind === 'stalled' ? 'Show the prompt' : 'Show the last output'}
      </button>
    </p>
  )
}
