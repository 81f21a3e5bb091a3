import type { AgentInfo, AgentStateKind, WorkspaceInfo } from '@shared/model'

/**
 * Which agents have a tab, in the order in which they were opened. A Coder workspace that has
 * no agents (a stopped one may have none) stands in a tab by its own id.
 */
export interface TabList {
  open: readonly string[]
  active: string | null
  /** Agents of the last list; one that is not among them is new and gets a tab. */
  known: ReadonlySet<string>
  /** The person picked a tab; from then on no tab comes forward by itself. */
  picked: boolean
}

export const noTabs: TabList = { open: [], active: null, known: new Set(), picked: false }

/** When more agents than this appear at once, only the first ones open tabs; the sidebar has them all. */
export const MOST_NEW_TABS = 8

/**
 * The tabs after a new list of workspaces: new agents open, agents that are gone close. What a
 * deployment lists opens by choice only.
 */
export function followList(tabs: TabList, workspaces: readonly WorkspaceInfo[]): TabList {
  const agents = workspaces.flatMap((one) => one.agents)
  const ids = new Set(agents.map((one) => one.id))
  const unasked = workspaces.filter((one) => one.kind !== 'coder').flatMap((one) => one.agents)
  const fresh = unasked.filter((agent) => !tabs.known.has(agent.id)).slice(0, MOST_NEW_TABS)
  const follow = placesOf(workspaces)
  const moved = [...new Set(tabs.open.map((id) => follow.get(id) ?? id))]
  const kept = moved.filter((id) => ids.has(id) || follow.get(id) === id)
  const open = [...kept, ...fresh.map((one) => one.id).filter((id) => !kept.includes(id))]
  const first = fresh[0]?.id
  const front = tabs.active === null ? null : (follow.get(tabs.active) ?? tabs.active)
  const stays = front !== null && open.includes(front) ? front : (open.at(-1) ?? null)
  const active = first ?? stays
  return { ...tabs, open, known: ids, active: tabs.picked ? active : (needsPerson(agents, open, tabs) ?? active) }
}

/**
 * Where the tab of a Coder workspace leads: to its first agent once it has one, before that to itself.
 */
function placesOf(workspaces: readonly WorkspaceInfo[]): Map<string, string> {
  const places = new Map<string, string>()
  for (const { kind, id, agents } of workspaces) if (kind === 'coder') places.set(id, agents[0]?.id ?? id)
  return places
}

const outcomes: AgentStateKind[] = ['failed', 'timed-out']

/** Until the person picks a tab, a start that failed stands in front. */
function needsPerson(agents: readonly AgentInfo[], open: readonly string[], tabs: TabList): string | null {
  const failed = agents.filter((one) => outcomes.includes(one.state.kind) && open.includes(one.id))
  return failed.find((one) => one.id === tabs.active)?.id ?? failed[0]?.id ?? null
}

export function openTab(tabs: TabList, agentId: string): TabList {
  const open = tabs.open.includes(agentId) ? tabs.open : [...tabs.open, agentId]
  return { ...tabs, open, active: agentId, picked: true }
}

/** Closing the active tab brings its neighbour forward, the one after it first. */
export function closeTab(tabs: TabList, agentId: string): TabList {
  const at = tabs.open.indexOf(agentId)
  if (at < 0) return tabs
  const open = tabs.open.filter((id) => id !== agentId)
  const active = tabs.active === agentId ? (open[at] ?? open[at - 1] ?? null) : tabs.active
  return { ...tabs, open, active, picked: true }
}

/** The tab `step` places on from the active one, round the ends. */
export function stepTab(tabs: TabList, step: 1 | -1): TabList {
  const at = tabs.active === null ? -1 : tabs.open.indexOf(tabs.active)
  if (tabs.open.length === 0) return tabs
  const next = at < 0 ? 0 : (at + step + tabs.open.length) % tabs.open.length
  return { ...tabs, active: tabs.open[next] ?? null, picked: true }
}
