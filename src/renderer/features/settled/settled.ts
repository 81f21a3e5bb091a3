import type { AgentStateKind, WorkspaceInfo } from '@shared/model'

/** What a visible pane says of itself. */
export interface SeenPane {
  condition: string
  /** Offset (bytes) where its text ends; 0 while it shows none. */
  endOffset: number
}

export interface Snapshot {
  launched: boolean
  /** Workspaces that the command line asked for and that are open. */
  workspaces: readonly WorkspaceInfo[]
  /** The panes of the tabs that can be seen. */
  panes: readonly SeenPane[]
  /** Panes that ought to be there: the shown logs of the visible tabs. */
  expectedPanes: number
  /** Since the launch, ms. */
  elapsedMs: number
}

/** A plain host may never say how its start went; the window is then settled without it. */
export const DECIDE_WITHIN_MS = 20_000

const open = new Set<AgentStateKind>(['unknown', 'starting'])
const explained = new Set(['waiting', 'failed', 'offline'])

/**
 * Whether the picture will not change by itself any more: what was asked for is open, every
 * agent's state is known, and every visible pane shows text or says why it has none. The
 * demo's outcomes are known to come, so they are waited for.
 */
export function isSettled(now: Snapshot): boolean {
  if (!now.launched) return false
  const late = now.elapsedMs >= DECIDE_WITHIN_MS
  const decided = now.workspaces.every((workspace) => {
    const waits = workspace.kind === 'demo' || !late
    // A file has no state to wait for.
    return workspace.kind === 'local' || !waits || (workspace.agents.length > 0 && workspace.agents.every(isDecided))
  })
  const shown = now.panes.length >= now.expectedPanes && now.panes.every((pane) => pane.endOffset > 0 || explained.has(pane.condition))
  return decided && (shown || late)
}

function isDecided(agent: WorkspaceInfo['agents'][number]): boolean {
  return !agent.opened || !open.has(agent.state.kind) || agent.link.phase === 'failed'
}

/** One line, e.g. "3 agents: main ready 34 s, gpu exit 100, docs at a prompt". */
export function summaryLine(workspaces: readonly WorkspaceInfo[]): string {
  const agents = workspaces.flatMap((one) => one.agents)
  if (agents.length === 0) return 'no workspace is open'
  const facts = agents.map((agent) => `${agent.name} ${agent.link.phase === 'failed' ? 'cannot connect' : agent.state.fact}`.trim())
  return `${agents.length === 1 ? '1 agent' : `${agents.length} agents`}: ${facts.join(', ')}`
}
