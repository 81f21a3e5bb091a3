import type { AgentInfo, RunSummary } from '@shared/model'

/** Id of the log that is to stand beside a run (null for the newest) in place of the one that does; null where that will do. */
export function scriptLogOf(agent: Pick<AgentInfo, 'logs' | 'shown'>, run: RunSummary | null): string | null {
  const shown = agent.logs.find((one) => one.id === agent.shown.startup)
  const written = (path: string | undefined) => run?.scripts.find((one) => one.path === path && one.overwrittenMs !== undefined)
  const script = run && (written(shown?.path) ?? written(run.scripts[run.verdict.script ?? -1]?.path))
  const kept = script && run?.keptLogs?.find((one) => one.ofPath === script.path)
  if (kept) return kept.logId === shown?.id ? null : kept.logId
  if (shown?.store !== 'recording') return null
  return agent.logs.find((one) => one.store === 'file' && one.path === shown.path)?.id ?? null
}
