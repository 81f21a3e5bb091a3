import type { AgentInfo, WorkspaceInfo } from '@shared/model'
import type { LookedAtLog, LookedAtStart } from '../recordings'
import { causeOf, summariesOf } from '../runs'
import { describe } from '../workspaces'
import type { StartReading } from './read-start'

/** What was read of a start, as it is recorded; null for what is none of a workspace's. */
export function lookedAt(workspace: WorkspaceInfo, agent: AgentInfo, { run, verdict, agentLog, startupPath, logs, cause }: StartReading): LookedAtStart | null {
  const { id, name, kind, target } = workspace
  if (kind === 'local' || kind === 'saved') return null
  const placeOf = (offset: number) => ({ logId: null, path: agentLog.path, offset, address: offset })
  const nowhere = (): null => null
  const [summary] = summariesOf([run], { placeOf, startupPath, logIdOf: nowhere, sliceIdOf: () => '', nowMs: Date.now() })
  const found = causeOf(verdict, { path: cause?.path ?? '', found: cause }, placeOf, nowhere)
  return {
    workspace: { id, name, kind, target },
    agent: { id: agent.id, name: agent.name },
    run: summary!,
    verdict: { ...summary!.verdict, cause: found },
    logs: logs.map(({ path, sizeBytes, modifiedMs, parts }, index): LookedAtLog => {
      // Of the agent's log one stretch was read: its entries up to the outcome of the start.
      const [slice] = index === 0 ? parts : []
      if (slice) return { path, kind: 'agent', title: 'Agent log, startup', from: slice.offset, to: slice.offset + slice.bytes.length, modifiedMs, parts }
      const { kind: told, title } = describe(path)
      return { path, kind: told === 'custom' ? 'script' : told, title, from: 0, to: sizeBytes, modifiedMs, parts }
    }),
  }
}
