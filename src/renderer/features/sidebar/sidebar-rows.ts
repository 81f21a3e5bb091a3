import type { WorkspaceInfo } from '@shared/model'
import { agentFact, closedRecents, isWorkspace, type RowFact } from '@/features/workspaces'

/** A line of the sidebar's tree, in the order in which arrow keys pass it. */
export type SidebarRow =
  | { kind: 'group'; key: string; title: string }
  | { kind: 'workspace'; key: string; workspace: WorkspaceInfo; fact: string }
  | { kind: 'agent'; key: string; workspace: WorkspaceInfo; agentId: string; name: string; address: string; fact: RowFact; level: 1 | 2 }
  | { kind: 'recent'; key: string; target: string }

/** More remembered targets than this are found through the filter. */
const MOST_RECENTS_SHOWN = 8

/** The rows for what is open and what is remembered, as far as the filter lets them through. */
export function sidebarRows(workspaces: readonly WorkspaceInfo[], recents: readonly string[], query: string): SidebarRow[] {
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean)
  // The group follows from the whole workspace, not from the agents that the filter leaves.
  const found = workspaces.flatMap((one) => {
    const filtered = filterWorkspace(one, terms)
    return filtered ? [{ shown: filtered, isHost: !isWorkspace(one) }] : []
  })
  const closed = closedRecents(recents, workspaces).filter((target) => matchesAll(target, terms))
  const rows: SidebarRow[] = ['Workspaces', 'Hosts'].flatMap((title) => {
    const list = found.filter((one) => one.isHost === (title === 'Hosts'))
    const group = { kind: 'group' as const, key: `group:${title}`, title }
    return list.length === 0 ? [] : [group, ...list.flatMap(({ shown, isHost }) => workspaceRows(shown, isHost))]
  })
  if (closed.length > 0) {
    rows.push({ kind: 'group', key: 'group:Recent', title: 'Recent' })
    const shown = terms.length > 0 ? closed : closed.slice(0, MOST_RECENTS_SHOWN)
    rows.push(...shown.map((target) => ({ kind: 'recent' as const, key: `recent:${target}`, target })))
  }
  return rows
}

/** A workspace whose name matches keeps all its agents; else only the agents that match stay. */
function filterWorkspace(workspace: WorkspaceInfo, terms: readonly string[]): WorkspaceInfo | null {
  const own = `${workspace.name} ${workspace.target}`
  if (matchesAll(own, terms)) return workspace
  const agents = workspace.agents.filter((agent) => matchesAll(`${own} ${agent.name} ${agent.state.fact}`, terms))
  return agents.length > 0 ? { ...workspace, agents } : null
}

function matchesAll(text: string, terms: readonly string[]): boolean {
  const lower = text.toLowerCase()
  return terms.every((term) => lower.includes(term))
}

function workspaceRows(workspace: WorkspaceInfo, isHost: boolean): SidebarRow[] {
  const agentRow = (agent: WorkspaceInfo['agents'][number], level: 1 | 2, name: string): SidebarRow => ({
    kind: 'agent',
    key: `agent:${agent.id}`,
    workspace,
    agentId: agent.id,
    name,
    address: agent.address,
    fact: agentFact(agent),
    level,
  })
  const [only] = workspace.agents
  // A plain host has one agent: one line says it all.
  if (only && isHost) return [agentRow(only, 1, workspace.name)]
  const count = workspace.agents.length
  return [
    {
      kind: 'workspace',
      key: `workspace:${workspace.id}`,
      workspace,
      fact: count === 1 ? '1 agent' : `${count} agents`,
    },
    ...workspace.agents.map((agent) => agentRow(agent, 2, agent.name)),
  ]
}

/** The row that an arrow key, Home or End leads to from `key`; group titles are passed over. */
export function stepRow(rows: readonly SidebarRow[], key: string | null, step: 'up' | 'down' | 'first' | 'last' | 'parent'): string | null {
  const stops = rows.filter((row) => row.kind !== 'group')
  const at = stops.findIndex((row) => row.key === key)
  if (step === 'first' || at < 0) return stops[0]?.key ?? null
  if (step === 'last') return stops.at(-1)?.key ?? null
  if (step === 'parent') {
    const row = stops[at]
    return row?.kind === 'agent' && row.level === 2 ? `workspace:${row.workspace.id}` : key
  }
  return stops[step === 'down' ? Math.min(at + 1, stops.length - 1) : Math.max(at - 1, 0)]?.key ?? null
}
