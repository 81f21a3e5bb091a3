import type { RemovedRecording } from '@shared/model'
import { formatAge, formatBytes, formatCount, formatDuration } from '@shared/text/units'
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

/** The first so many runs of all groups, in their order. */
export function firstRuns(groups: readonly RunGroup[], count: number): RunGroup[] {
  let left = count
  return groups.flatMap((group) => {
    const runs = group.runs.slice(0, Math.max(0, left))
    left -= group.runs.length
    return runs.length > 0 ? [{ ...group, runs }] : []
  })
}

/** Age, length and size of a run in a few words. */
export function runFacts({ startedMs, savedMs, durationMs, storedBytes, changed }: SavedRun, nowMs: number): string {
  const age = formatAge(nowMs - (startedMs ?? savedMs))
  return [...(changed ? ['changed since it was recorded'] : []), age === 'now' ? 'now' : `${age} ago`, ...(durationMs === null ? [] : [`took ${formatDuration(durationMs)}`]), formatBytes(storedBytes)].join(' · ')
}

/** What all of them take on the disk: `12 runs take 34 MB on this computer.` */
export function roomWords(runs: readonly Pick<SavedRun, 'storedBytes'>[]): string {
  const bytes = formatBytes(runs.reduce((sum, { storedBytes }) => sum + storedBytes, 0))
  return runs.length === 1 ? `1 run takes ${bytes} on this computer.` : `${formatCount(runs.length)} runs take ${bytes} on this computer.`
}

/** Which run went, and why: `main of web, begun 34 d ago: older than is kept`. */
export function removedWords({ workspace, agent, startedMs, why, storedBytes }: RemovedRecording, nowMs: number): string {
  const name = agent === '' ? 'A run that could not be read' : agent === workspace ? agent : `${agent} of ${workspace}`
  const begun = startedMs === null ? '' : `, begun ${formatAge(nowMs - startedMs)} ago`
  return `${name}${begun}: ${why === 'age' ? 'it was older than is kept' : `it made room (${formatBytes(storedBytes)})`}`
}

/** The runs whose words hold all of these. */
export function filterRuns(runs: readonly SavedRun[], query: string): SavedRun[] {
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean)
  return runs.filter(({ workspace, agent, sentence, note }) => {
    const words = `${workspace.name} ${agent.name} ${sentence} ${note}`.toLowerCase()
    return terms.every((term) => words.includes(term))
  })
}
