import type { AgentInfo, LogPlace, RunSummary } from '@shared/model'
import { useEngine } from '@/bridge'
import { useRunView } from '@/features/runs'
import { useSecond } from '@/features/tabs/use-second'
import { showPlace } from './show-place'
import { ScriptSteps } from './ScriptSteps'
import { timelineOf, type TimelineBar } from './timeline'
import './run-timeline.css'

/** The scripts of the start that is looked at as bars over time. Nothing is drawn where there is nothing to tell. */
export function RunTimeline({ agent }: { agent: AgentInfo }) {
  const { run, older } = useRunView(agent)
  const going = run?.endedMs === null && run.scripts.some((one) => one.outcome === 'running')
  const now = useSecond(going)
  const timeline = run ? timelineOf(run, now, older ? [] : agent.outputs) : null
  if (!run || !timeline) return null
  return (
    <section className="timeline" aria-label="Scripts of this start">
      <ol className="timeline-bars">
        {timeline.bars.map((bar, index) => (
          <Bar key={index} agent={agent} bar={bar} />
        ))}
      </ol>
      {timeline.left > 0 && <p className="timeline-left">{timeline.left} more scripts</p>}
      <div className="timeline-ends">
        <div className="timeline-axis">
          <Moment agent={agent} run={run} state="starting" timeMs={timeline.first.timeMs} words={timeline.first.words} />
          {timeline.last && <Moment agent={agent} run={run} state={timeline.last.words} timeMs={timeline.last.timeMs} words={timeline.last.words} />}
        </div>
      </div>
    </section>
  )
}

/** A bar is the way to the script's log: to the line that explains its failure, else to its beginning. */
function Bar({ agent, bar }: { agent: AgentInfo; bar: TimelineBar }) {
  const engine = useEngine()
  const { script, from, share, tone, words } = bar
  const { run, older } = useRunView(agent)
  const cause = (older ? run?.verdict : agent.verdict)?.cause
  const overwritten = script.overwrittenMs !== undefined
  const kept = run?.keptLogs?.find((one) => one.ofPath === script.path)
  const own: LogPlace | null = script.logId !== null && !overwritten ? script : (kept ?? script.ended ?? script.began)
  const target = cause && tone === 'bad' && cause.path === script.path ? cause : own
  const style = { marginLeft: `${from * 100}%`, width: `${share * 100}%` }
  return (
    <li className="timeline-row">
      <button
        type="button"
        className="timeline-bar"
        data-tone={tone}
        disabled={target === null}
        title={`${script.name}: ${words}${overwritten ? '. Its output was overwritten by a newer run' : ''}`}
        onClick={() => target && void showPlace(engine, agent, target)}
      >
        <span className="timeline-fill" style={style} />
        <span className="timeline-name ellipsis">
          <span>{script.name}</span> {words}
        </span>
      </button>
      <ScriptSteps agent={agent} bar={bar} />
    </li>
  )
}

/** A lifecycle mark at an end of the timeline; leads to the agent's entry. */
function Moment({ agent, run, state, timeMs, words }: { agent: AgentInfo; run: RunSummary; state: string; timeMs: number; words: string }) {
  const engine = useEngine()
  const place = run.transitions.findLast((one) => one.state === state)?.place ?? null
  const text = `${clock(timeMs)} ${words}`
  if (!place || (place.logId === null && place.address === undefined)) return <span>{text}</span>
  return (
    <button type="button" className="timeline-moment" onClick={() => void showPlace(engine, agent, place)}>
      {text}
    </button>
  )
}

function clock(ms: number): string {
  return new Date(ms).toLocaleTimeString('en-GB')
}
