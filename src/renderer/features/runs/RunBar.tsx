import type { AgentInfo } from '@shared/model'
import { useEngine } from '@/bridge'
import { useNow } from '@/features/workspaces'
import { Button } from '@/ui'
import { chooseRun } from './choose-run'
import { runTime } from './run-words'
import { useRunView } from './use-run-view'
import './run-bar.css'

/** Said while an older run is looked at: which one, whether a new one has begun since, and the way back. */
export function RunBar({ agent }: { agent: AgentInfo }) {
  const engine = useEngine()
  const now = useNow(30_000)
  const { run, older, begun } = useRunView(agent)
  if (!run || !older) return null
  return (
    <div className="run-bar" data-testid="run-bar" data-begun={begun !== null}>
      <p role="status">
        {begun && <strong>A new run began {runTime(begun.startedMs, now)}. </strong>}
        {begun ? 'This still is' : 'This is'} the run of {runTime(run.startedMs, now)}.
      </p>
      <Button size="small" onClick={() => chooseRun(engine, agent, null)}>
        Show the newest run
      </Button>
    </div>
  )
}
