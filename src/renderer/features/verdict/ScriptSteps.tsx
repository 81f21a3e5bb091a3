import type { AgentInfo } from '@shared/model'
import { useEngine } from '@/bridge'
import { showPlace } from './show-place'
import type { TimelineBar } from './timeline'

/** Below a script's bar: how much it wrote when, and its steps, each the way to its line. Nothing where neither is known. */
export function ScriptSteps({ agent, bar }: { agent: AgentInfo; bar: TimelineBar }) {
  const engine = useEngine()
  const { volume, steps, script } = bar
  if (volume.length === 0 && steps.length === 0) return null
  const unusual = steps.find(({ step }) => step.unusual)
  return (
    <div className="timeline-output">
      <div className="timeline-track">
        {volume.length > 0 && (
          <svg className="timeline-volume" viewBox="0 0 1 1" preserveAspectRatio="none" role="img" aria-label={`What ${script.name} wrote over time`}>
            <path d={outline(volume)} />
          </svg>
        )}
        {steps.length > 0 && (
          <ol className="timeline-steps" aria-label={`Steps of ${script.name}`}>
            {steps.map(({ step, from, share, words }) => (
              <li key={step.offset} style={{ left: `${from * 100}%`, width: `${share * 100}%` }}>
                <button
                  type="button"
                  className="timeline-step"
                  data-unusual={step.unusual || undefined}
                  title={words}
                  aria-label={words}
                  disabled={step.logId === null}
                  onClick={() => void showPlace(engine, agent, step)}
                >
                  {step.name}
                </button>
              </li>
            ))}
          </ol>
        )}
      </div>
      {unusual && <span className="timeline-unusual ellipsis">{unusual.words}</span>}
    </div>
  )
}

function outline(volume: TimelineBar['volume']): string {
  const points = volume.map(({ at, height }) => `${at.toFixed(4)} ${(1 - height).toFixed(3)}`)
  return `M${points.join('L')}Z`
}
