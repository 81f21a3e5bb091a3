import type { AgentInfo } from '@shared/model'
import { Button } from '@/ui'
import { endCompare, startCompare, useComparing } from './compare-store'

const FAILED = new Set(['failed', 'failing', 'timed-out', 'stalled'])

/** One click from a verdict to what is different today. Nothing is drawn before a run is known. */
export function CompareButton({ agent }: { agent: AgentInfo }) {
  const comparing = useComparing(agent.id)
  if (comparing) return <Button onClick={() => endCompare(agent.id)}>Back to the logs</Button>
  if (agent.runs.length === 0) return null
  const failed = agent.state.kind !== 'stopped' && FAILED.has(agent.verdict?.kind ?? '')
  return (
    <Button look={failed ? 'primary' : 'plain'} onClick={() => startCompare(agent.id)}>
      {failed ? 'What is different today?' : 'Compare runs'}
    </Button>
  )
}
