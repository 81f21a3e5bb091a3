import { formatAge, formatBytes, formatDuration } from '@shared/text/units'
import type { SavedRun } from './history-store'

export interface RunGroup {
  key: string
  workspace: string
  agent: string
  runs: SavedRun[]
}

/** Runs by workspace and agent; the one with the newest run comes first. */
export function groupRuns(runs: readonly SavedRun[]): RunGroup[] {
  const groups = new Map<string, RunGroup>()
  for (const run of runs) {
    const key = `${run.workspace.id} ${run.workspace.name} ${run.agent.name}`
    const group = groups.get(key) ?? { key, workspace: run.workspace.name, agent: run.agent.name, runs: [] }
    group.runs.push(run)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** Age, length and size of a run in a few words. */
export function runFacts({ startedMs, savedMs, durationMs, storedBytes, changed }: SavedRun, nowMs: number): string {
  const age = formatAge(nowMs - (startedMs ?? savedMs))
  return [...(changed ? ['changed since it was recorded'] : []), age === 'now' ? 'now' : `${age} ago`, ...(durationMs === null ? [] : [`took ${formatDuration(durationMs)}`]), formatBytes(storedBytes)].join(' · ')
}

/** The runs whose words hold all of these. */
export function filterRuns(runs: readonly SavedRun[], query: string): SavedRun[] {
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean)
  return runs.filter(({ workspace, agent, sentence, note }) => {
    const words = `${workspace.name} ${agent.name} ${sentence} ${note}`.toLowerCase()
    return terms.every((term) => words.includes(term))
  })
}
