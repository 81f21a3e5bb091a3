import type { AgentInfo, DeploymentInfo, WorkspaceInfo } from '@shared/model'
import {
  agentFact,
  awakeWords,
  buildFact,
  closedRecents,
  deploymentHost,
  favouriteWorkspaces,
  isWorkspace,
  listNote,
  type BuildFact,
  type RowFact,
} from '@/features/workspaces'

/** A line of the sidebar's tree, in the order in which arrow keys pass it. */
export type SidebarRow =
  /** `deployment`: its list is what follows, and the title has its menu. */
  | { kind: 'group'; key: string; title: string; deployment: DeploymentInfo | null }
  /** What is to be said about the list above it. */
  | { kind: 'note'; key: string; text: string; nextStep: string; tone: 'warn' | 'plain'; deployment: DeploymentInfo | null }
  | { kind: 'workspace'; key: string; workspace: WorkspaceInfo; fact: string; build: BuildFact | null; favourite: boolean; hint: string }
  | {
      kind: 'agent'
      key: string
      workspace: WorkspaceInfo
      agentId: string
      name: string
      fact: RowFact
      level: 1 | 2 | 3
      dim: boolean
      favourite: boolean
      hint: string
    }
  | { kind: 'recent'; key: string; target: string; favourite: boolean }

export type StopRow = Exclude<SidebarRow, { kind: 'group' | 'note' }>

export interface SidebarLists {
  workspaces: readonly WorkspaceInfo[]
  deployments: readonly DeploymentInfo[]
  recents: readonly string[]
  /** Targets, in the order in which they were chosen. */
  favourites: readonly string[]
}

/** More remembered targets than this are found through the filter. */
const MOST_RECENTS_SHOWN = 8

/** The rows for what is open, listed and remembered, as far as the filter lets them through. */
export function sidebarRows(lists: SidebarLists, query: string, nowMs: number): SidebarRow[] {
  const { deployments, recents, favourites } = lists
  // Saved runs are found in History.
  const workspaces = lists.workspaces.filter((one) => one.kind !== 'saved')
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean)
  const favoured = favouriteWorkspaces(workspaces, favourites)
  const loved = new Set(favourites)
  const rowsOf = (list: readonly WorkspaceInfo[]): SidebarRow[] =>
    list.flatMap((one) => {
      const shown = filterWorkspace(one, terms, nowMs)
      return shown ? workspaceRows(one, shown, loved.has(one.target), nowMs) : []
    })
  const group = (title: string, rows: SidebarRow[], deployment: DeploymentInfo | null = null): SidebarRow[] =>
    rows.length === 0 ? [] : [{ kind: 'group', key: `group:${deployment?.id ?? title}`, title, deployment }, ...rows]

  const files = workspaces.filter((one) => one.kind === 'local')
  const rest = workspaces.filter((one) => !loved.has(one.target) && one.kind !== 'local')
  const [only] = deployments.length === 1 ? deployments : []
  const listedBy = (deployment: DeploymentInfo): WorkspaceInfo[] => rest.filter((one) => one.coder?.deploymentId === deployment.id)
  const other = rest.filter((one) => one.coder === null || !deployments.some((known) => known.id === one.coder?.deploymentId))
  const workspaceLike = other.filter(isWorkspace)
  const closed = closedRecents(recents, workspaces).filter((target) => matchesAll(target, terms))
  const closedLoved = favourites.filter((target) => closed.includes(target))
  const closedRest = closed.filter((target) => !loved.has(target))
  return [
    ...group('Favourites', [...rowsOf(favoured), ...closedLoved.map((target) => recentRow(target, true))]),
    ...(only
      ? group('Workspaces', [...notes(only, workspaces, terms, nowMs), ...rowsOf([...listedBy(only), ...workspaceLike])], only)
      : [
          ...deployments.flatMap((one) => group(deploymentHost(one), [...notes(one, workspaces, terms, nowMs), ...rowsOf(listedBy(one))], one)),
          ...group('Workspaces', rowsOf(workspaceLike)),
        ]),
    ...group('Hosts', rowsOf(other.filter((one) => !isWorkspace(one)))),
    ...files.flatMap((one) => group(one.name, rowsOf([one]))),
    ...group('Recent', (terms.length > 0 ? closedRest : closedRest.slice(0, MOST_RECENTS_SHOWN)).map((target) => recentRow(target, false))),
  ]
}

/** What is wrong with a list, or that it is empty; nothing while the person looks for something. */
function notes(deployment: DeploymentInfo, workspaces: readonly WorkspaceInfo[], terms: readonly string[], nowMs: number): SidebarRow[] {
  if (terms.length > 0) return []
  const note = (text: string, nextStep: string, tone: 'warn' | 'plain'): SidebarRow => ({
    kind: 'note',
    key: `note:${deployment.id}`,
    text,
    nextStep,
    tone,
    deployment,
  })
  const said = listNote(deployment, nowMs)
  if (said) return [note(said.text, said.nextStep, said.tone)]
  return workspaces.some((one) => one.coder?.deploymentId === deployment.id) ? [] : [note('You have no workspace here.', '', 'plain')]
}

/** A workspace whose name or owner matches keeps all its agents; else only the agents that match stay. */
function filterWorkspace(workspace: WorkspaceInfo, terms: readonly string[], nowMs: number): AgentInfo[] | null {
  if (terms.length === 0) return workspace.agents
  const own = `${workspace.name} ${workspace.target} ${workspace.coder?.owner ?? ''} ${buildFact(workspace.coder, nowMs)?.text ?? ''}`
  if (matchesAll(own, terms)) return workspace.agents
  const agents = workspace.agents.filter((agent) => matchesAll(`${own} ${agent.name} ${agent.state.fact}`, terms))
  return agents.length > 0 ? agents : null
}

function matchesAll(text: string, terms: readonly string[]): boolean {
  const lower = text.toLowerCase()
  return terms.every((term) => lower.includes(term))
}

function recentRow(target: string, favourite: boolean): SidebarRow {
  return { kind: 'recent', key: `recent:${target}`, target, favourite }
}

function workspaceRows(workspace: WorkspaceInfo, shown: readonly AgentInfo[], favourite: boolean, nowMs: number): SidebarRow[] {
  const build = buildFact(workspace.coder, nowMs)
  const agentRow = (agent: AgentInfo, level: 1 | 2 | 3, name: string): SidebarRow => ({
    kind: 'agent',
    key: `agent:${agent.id}`,
    workspace,
    agentId: agent.id,
    name,
    fact: agentFact(agent),
    level,
    dim: build?.dim ?? false,
    favourite,
    hint: [`${name} · ${agent.address}`, awakeWords(agent.link)].filter(Boolean).join('\n'),
  })
  // Each file stands for itself, below the name of what they are together.
  if (workspace.kind === 'local') return shown.map((agent) => agentRow(agent, 1, agent.name))
  const [only] = shown
  // A plain host has one agent: one line says it all.
  if (only && !isWorkspace(workspace)) return [agentRow(only, 1, workspace.name)]
  // What stands for agents that do not exist is the workspace's own build: its row is the workspace's.
  const agents = shown.filter((agent) => agent.id !== workspace.id)
  const count = agents.length
  const owner = workspace.coder ? ` · ${workspace.coder.owner}` : ''
  return [
    {
      kind: 'workspace',
      key: `workspace:${workspace.id}`,
      workspace,
      fact: build?.text ?? (count === 1 ? '1 agent' : `${count} agents`),
      build,
      favourite,
      hint: `${workspace.name}${owner || ` · ${workspace.target}`}${workspace.coder?.outdated ? '\nIts template has a newer version.' : ''}`,
    },
    ...inFamilies(agents).map(({ agent, child }) => agentRow(agent, child ? 3 : 2, agent.name)),
  ]
}

/** Agents in their order, each with its children (dev containers) right behind it. */
function inFamilies(agents: readonly AgentInfo[]): { agent: AgentInfo; child: boolean }[] {
  const ids = new Set(agents.map((one) => one.id))
  const placed = new Set<string>()
  const family = (agent: AgentInfo, child: boolean): { agent: AgentInfo; child: boolean }[] => {
    if (placed.has(agent.id)) return []
    placed.add(agent.id)
    return [{ agent, child }, ...agents.filter((one) => one.parentId === agent.id).flatMap((one) => family(one, true))]
  }
  const tops = agents.filter((one) => one.parentId === null || !ids.has(one.parentId))
  // Whoever names each other as parents still is in the list.
  return [...tops, ...agents].flatMap((one) => family(one, false))
}

/** The row that an arrow key, Home or End leads to from `key`; titles and notes are passed over. */
export function stepRow(rows: readonly SidebarRow[], key: string | null, step: 'up' | 'down' | 'first' | 'last' | 'parent'): string | null {
  const stops = rows.filter(isStop)
  const at = stops.findIndex((row) => row.key === key)
  if (step === 'first' || at < 0) return stops[0]?.key ?? null
  if (step === 'last') return stops.at(-1)?.key ?? null
  if (step === 'parent') {
    const row = stops[at]
    if (row?.kind !== 'agent' || row.level === 1) return key
    return stops.slice(0, at).findLast((one) => one.kind !== 'agent' || one.level < row.level)?.key ?? key
  }
  return stops[step === 'down' ? Math.min(at + 1, stops.length - 1) : Math.max(at - 1, 0)]?.key ?? null
}

/** Whether the cursor of the tree can stand on a row. */
export function isStop(row: SidebarRow): row is StopRow {
  return row.kind !== 'group' && row.kind !== 'note'
}

/** A file of this machine: it is no favourite, and closes with its tab. */
export function isLocal(row: StopRow): boolean {
  return row.kind !== 'recent' && row.workspace.kind === 'local'
}

/** What a row's favourite star is about. */
export function targetOf(row: StopRow): string {
  return row.kind === 'recent' ? row.target : row.workspace.target
}

/** Whether two rows draw the same; the objects of the list stay the same while nothing in them changes. */
export function sameRow(a: StopRow, b: StopRow): boolean {
  if (a.key !== b.key || a.kind !== b.kind || a.favourite !== b.favourite) return false
  if (a.kind === 'recent' || b.kind === 'recent') return true
  if (a.workspace !== b.workspace || a.hint !== b.hint) return false
  if (a.kind === 'workspace' && b.kind === 'workspace') return a.fact === b.fact
  return a.kind === 'agent' && b.kind === 'agent' && a.fact.text === b.fact.text && a.fact.glyph === b.fact.glyph && a.level === b.level && a.dim === b.dim
}
