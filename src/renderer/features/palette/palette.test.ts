import { expect, it } from 'vitest'
import { commandInfos } from '@shared/commands'
import { DEFAULT_SAVED_SEARCHES } from '@shared/saved-searches'
import { agentOf, logOf, workspaceOf } from '@/features/workspaces/fixtures'
import { paletteGroups, type PaletteSource } from './palette-items'
import { noteRecent, recentItems } from './recent-commands'

const box = workspaceOf('box', [agentOf('main', { logs: [logOf('main', 'l1'), logOf('main', 'l2')] }), agentOf('gpu')])
const source: PaletteSource = { commands: commandInfos, shortcut: () => null, workspaces: [box], searches: DEFAULT_SAVED_SEARCHES, tabs: ['main'], recents: ['old-host'], used: [] }
const headings = (of: PaletteSource) => paletteGroups(of).map((group) => group.heading)

it('offers every command, open tabs, other agents, logs and what was opened before, each once', () => {
  const groups = paletteGroups(source)
  const ids = groups.flatMap((group) => group.items.map((item) => item.id))
  expect(new Set(ids).size).toBe(ids.length)
  for (const { id } of commandInfos) expect(ids).toContain(`command:${id}`)
  expect(groups[0]).toMatchObject({ heading: 'Open tabs', items: [{ title: 'main' }] })
  expect(groups.find((group) => group.heading === 'Workspaces and agents')?.items.map((item) => item.title)).toEqual(['gpu', 'old-host'])
  expect(groups.find((group) => group.heading === 'Saved searches')?.items[0]).toMatchObject({ title: 'Errors of any kind', does: { kind: 'search', id: 'default-errors' } })
  expect(groups.find((group) => group.heading === 'Logs')?.items).toHaveLength(2)
})

it('puts what was used last first, and only there', () => {
  const used = ['log:box:main:/tmp/l2.log', 'command:settings', 'command:gone']
  const [first, ...rest] = paletteGroups({ ...source, used })
  expect(first?.heading).toBe('Used last')
  expect(first?.items.map((item) => item.id)).toEqual(used.slice(0, 2))
  expect(rest.flatMap((group) => group.items.map((item) => item.id))).not.toContain('command:settings')
})

it('has no heading without anything below it', () => {
  expect(headings({ ...source, workspaces: [], recents: [], tabs: [] })).not.toContain('Logs')
})

it('keeps a few, newest first, and takes nothing else from the storage', () => {
  const kept = new Map<string, string>()
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) }
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'a']) noteRecent(id, storage)
  expect(recentItems(storage)).toEqual(['a', 'g', 'f', 'e', 'd', 'c'])
  for (const bad of ['{', '{"a":1}', '[1,null]']) {
    kept.set('tailpane.palette.recent', bad)
    expect(recentItems(storage)).toEqual([])
  }
})
