import { useLaunch } from '@/features/launch'
import { findAgent, useWorkspaces } from '@/features/workspaces'
import { isSettled, summaryLine, type SeenPane } from './settled'

const LOOK_EVERY_MS = 200

/**
 * Says on `<html>` when the window has settled (`data-settled`), with one line about the
 * agents (`data-summary`), for pictures and tests. Looks until then, and not after.
 */
export function startSettled(root: HTMLElement): void {
  const startMs = performance.now()
  root.dataset.settled = 'false'
  const look = (): void => {
    // What a deployment lists is there without being asked for.
    const workspaces = useWorkspaces.getState().workspaces.filter((one) => one.kind !== 'coder' || one.agents.some((agent) => agent.opened))
    root.dataset.summary = summaryLine(workspaces)
    const panels = [...root.querySelectorAll<HTMLElement>('[data-agent]')].filter((panel) => panel.checkVisibility({ visibilityProperty: true }))
    const settled = isSettled({
      launched: useLaunch.getState().phase === 'done',
      workspaces,
      panes: panels.flatMap(seenPanes),
      expectedPanes: panels.reduce((sum, panel) => sum + shownLogs(panel.dataset.agent ?? ''), 0),
      elapsedMs: performance.now() - startMs,
    })
    if (!settled || (workspaces.length > 0 && panels.length === 0)) return
    root.dataset.settled = 'true'
    clearInterval(timer)
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
}

function seenPanes(panel: HTMLElement): SeenPane[] {
  return [...panel.querySelectorAll<HTMLElement>('[data-condition]')].map((pane) => ({
    condition: pane.dataset.condition ?? '',
    endOffset: Number(pane.dataset.endOffset ?? 0),
  }))
}

function shownLogs(agentId: string): number {
  const shown = findAgent(useWorkspaces.getState().workspaces, agentId)?.agent.shown
  return shown ? [shown.startup, shown.agent].filter((id) => id !== null).length : 0
}
