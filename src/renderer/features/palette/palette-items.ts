import type { CommandId, CommandInfo } from '@shared/commands'
import { COMMAND_GROUPS } from '@shared/commands'
import type { WorkspaceInfo } from '@shared/model'
import type { SavedSearch } from '@shared/saved-searches'

export interface PaletteItem {
  /** Of the item, not of what it means: unique in the palette. */
  id: string
  title: string
  /** Fainter, behind the title. */
  detail: string
  shortcut: string | null
  does: { kind: 'command'; id: CommandId } | { kind: 'agent'; id: string } | { kind: 'workspace'; id: string } | { kind: 'log'; id: string } | { kind: 'recent'; target: string } | { kind: 'search'; id: string }
}

export interface PaletteGroup {
  heading: string
  items: readonly PaletteItem[]
}

export interface PaletteSource {
  commands: readonly (CommandInfo & { id: CommandId })[]
  /** Shortcut to show beside a command. */
  shortcut: (id: CommandId) => string | null
  workspaces: readonly WorkspaceInfo[]
  /** Searches that are kept. */
  searches: readonly SavedSearch[]
  /** Ids of agents with a tab. */
  tabs: readonly string[]
  /** Targets that were opened once and are not now. */
  recents: readonly string[]
  /** Items that were chosen last, newest first. */
  used: readonly string[]
}

/** As many places of a kind as the palette offers; the sidebar has all of them. */
const MOST_PLACES = 200

/** Everything that the palette offers, under its headings: what was used last, then open tabs, commands, and further places. */
export function paletteGroups(source: PaletteSource): PaletteGroup[] {
  const tabs: PaletteItem[] = []
  const agents: PaletteItem[] = []
  const logs: PaletteItem[] = []
  for (const workspace of source.workspaces) {
    if (workspace.agents.length === 0) agents.push({ id: `workspace:${workspace.id}`, title: workspace.name, detail: 'workspace', shortcut: null, does: { kind: 'workspace', id: workspace.id } })
    for (const agent of workspace.agents) {
      const detail = workspace.name === agent.name ? agent.state.fact : [workspace.name, agent.state.fact].filter(Boolean).join(' · ')
      const item: PaletteItem = { id: `agent:${workspace.target}:${agent.name}`, title: agent.name, detail, shortcut: null, does: { kind: 'agent', id: agent.id } }
      ;(source.tabs.includes(agent.id) ? tabs : agents).push(item)
      for (const log of agent.logs) {
        logs.push({ id: `log:${workspace.target}:${agent.name}:${log.path}`, title: log.title, detail: `${agent.name} · ${log.path}`, shortcut: null, does: { kind: 'log', id: log.id } })
      }
    }
  }
  const recents = source.recents.map((target): PaletteItem => ({ id: `recent:${target}`, title: target, detail: 'opened before', shortcut: null, does: { kind: 'recent', target } }))
  const searches = source.searches.map((one): PaletteItem => ({ id: `search:${one.id}`, title: one.name, detail: one.pattern.text, shortcut: null, does: { kind: 'search', id: one.id } }))
  const commands = COMMAND_GROUPS.map((group) => ({
    heading: group,
    items: source.commands
      .filter((one) => one.group === group)
      .map((one): PaletteItem => ({ id: `command:${one.id}`, title: one.title, detail: '', shortcut: source.shortcut(one.id), does: { kind: 'command', id: one.id } })),
  }))
  const all = [
    { heading: 'Open tabs', items: unique(tabs) },
    ...commands,
    { heading: 'Saved searches', items: searches },
    { heading: 'Workspaces and agents', items: unique([...agents, ...recents]).slice(0, MOST_PLACES) },
    { heading: 'Logs', items: unique(logs).slice(0, MOST_PLACES) },
  ]
  const byId = new Map(all.flatMap(({ items }) => items.map((item) => [item.id, item])))
  const used = source.used.flatMap((id) => byId.get(id) ?? [])
  const rest = all.map(({ heading, items }) => ({ heading, items: items.filter((item) => !used.includes(item)) }))
  return [{ heading: 'Used last', items: used }, ...rest].filter(({ items }) => items.length > 0)
}

/** Two logs of one path, such as a file and the server's copy of it, are one place. */
function unique(items: readonly PaletteItem[]): PaletteItem[] {
  return [...new Map(items.map((item) => [item.id, item])).values()]
}
