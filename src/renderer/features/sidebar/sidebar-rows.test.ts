import { describe, expect, it } from 'vitest'
import type { DeploymentInfo, WorkspaceInfo } from '@shared/model'
import { agentOf, coderOf, deploymentOf, listedOf, stateOf, workspaceOf } from '@/features/workspaces/fixtures'
import { sameRow, sidebarRows, stepRow, type SidebarLists, type SidebarRow, type StopRow } from './sidebar-rows'

const atlas = workspaceOf('atlas', [agentOf('main', { state: stateOf('ready', 'ready 34 s') }), agentOf('gpu', { state: stateOf('failed', 'exit 100') })])
const box = workspaceOf('build-box', [agentOf('box-agent')])
const NOW = 10 * 24 * 3_600_000
const rowsOf = (lists: Partial<SidebarLists>, query = ''): SidebarRow[] =>
  sidebarRows({ workspaces: [atlas, box], deployments: [], recents: [], favourites: [], ...lists }, query, NOW)
const keysOf = (lists: Partial<SidebarLists>, query = '') => rowsOf(lists, query).map((row) => row.key)
const keys = (query: string, recents: string[] = []) => keysOf({ recents }, query)

describe('sidebarRows', () => {
  it('lists workspaces with their agents, then hosts in one line each, then what was open before', () => {
    expect(keys('', ['wiki', 'atlas'])).toEqual([
      'group:Workspaces',
      'workspace:w:atlas',
      'agent:main',
      'agent:gpu',
      'group:Hosts',
      'agent:box-agent',
      'group:Recent',
      'recent:wiki',
    ])
  })

  it('keeps all agents of a workspace whose name matches', () => {
    expect(keys('ATL')).toEqual(['group:Workspaces', 'workspace:w:atlas', 'agent:main', 'agent:gpu'])
  })

  it('keeps only the agents that match, by name or by fact, with all words', () => {
    expect(keys('atlas gpu')).toEqual(['group:Workspaces', 'workspace:w:atlas', 'agent:gpu'])
    expect(keys('exit 100')).toEqual(['group:Workspaces', 'workspace:w:atlas', 'agent:gpu'])
    expect(keys('nothing like it', ['wiki'])).toEqual([])
  })

  it('shows a few recents, and finds all of them', () => {
    const many = Array.from({ length: 20 }, (_, i) => `host-${i}`)
    expect(keys('', many).filter((key) => key.startsWith('recent:'))).toHaveLength(8)
    expect(keys('host-19', many)).toEqual(['group:Recent', 'recent:host-19'])
  })

  it('lists 200 workspaces and finds one of them', () => {
    const many = Array.from({ length: 200 }, (_, i) => workspaceOf(`w${i}`, [agentOf(`m${i}`), agentOf(`n${i}`)]))
    expect(rowsOf({ workspaces: many })).toHaveLength(601)
    expect(rowsOf({ workspaces: many }, 'w199')).toHaveLength(4)
  })
})

describe('stepRow', () => {
  const rows = rowsOf({ recents: ['wiki'] })

  it('walks over group titles', () => {
    expect(stepRow(rows, 'agent:gpu', 'down')).toBe('agent:box-agent')
    expect(stepRow(rows, 'agent:box-agent', 'up')).toBe('agent:gpu')
  })

  it('stops at the ends, and goes to them', () => {
    expect(stepRow(rows, 'recent:wiki', 'down')).toBe('recent:wiki')
    expect(stepRow(rows, 'workspace:w:atlas', 'up')).toBe('workspace:w:atlas')
    expect(stepRow(rows, 'agent:gpu', 'first')).toBe('workspace:w:atlas')
    expect(stepRow(rows, 'agent:gpu', 'last')).toBe('recent:wiki')
  })

  it('goes from an agent to its workspace', () => {
    expect(stepRow(rows, 'agent:gpu', 'parent')).toBe('workspace:w:atlas')
    expect(stepRow(rows, 'agent:box-agent', 'parent')).toBe('agent:box-agent')
  })
})

describe('what a deployment lists', () => {
  const fresh = deploymentOf({ checkedMs: NOW - 1000 })
  const dev = coderOf('dev', [listedOf('dev:main'), listedOf('dev:web', { name: 'web', parentId: 'dev:main' }), listedOf('dev:gpu')])
  const old = coderOf('sandbox-eu', [], { status: 'stopped', statusSinceMs: NOW - 2 * 24 * 3_600_000 })
  const workspaceRow = (workspace: WorkspaceInfo) => rowsOf({ workspaces: [workspace], deployments: [fresh] }).find((row) => row.kind === 'workspace')

  it('stands under one title, children behind their parents', () => {
    expect(keysOf({ workspaces: [dev, old, box], deployments: [fresh] })).toEqual([
      'group:d1',
      'workspace:w:dev',
      'agent:dev:main',
      'agent:dev:web',
      'agent:dev:gpu',
      'workspace:w:sandbox-eu',
      'group:Hosts',
      'agent:box-agent',
    ])
    const levels = rowsOf({ workspaces: [dev], deployments: [fresh] }).flatMap((row) => (row.kind === 'agent' ? [row.level] : []))
    expect(levels).toEqual([2, 3, 2])
  })

  it('loses no agent, whatever parents it names', () => {
    const odd = coderOf('odd', [listedOf('x', { parentId: 'y' }), listedOf('y', { parentId: 'x' }), listedOf('z', { parentId: 'gone' })])
    expect(keysOf({ workspaces: [odd], deployments: [fresh] }).slice(2).toSorted()).toEqual(['agent:x', 'agent:y', 'agent:z'])
  })

  it('says how a build stands in a word, a shape and how long ago', () => {
    expect(workspaceRow(old)).toMatchObject({ fact: 'stopped 2 d', build: { glyph: 'stopped', dim: true } })
    expect(workspaceRow(coderOf('a', [], { status: 'pending', statusSinceMs: 0 }))).toMatchObject({ fact: 'queued', build: { glyph: 'pending' } })
    expect(workspaceRow(coderOf('a', [], { status: 'failed', statusSinceMs: null }))).toMatchObject({ fact: 'build failed', build: { glyph: 'failed', tone: 'bad' } })
    expect(workspaceRow(coderOf('a', [], { status: 'stopping' }))).toMatchObject({ fact: 'stopping', build: { glyph: 'stopping' } })
    expect(workspaceRow(dev)).toMatchObject({ fact: '3 agents', build: null })
  })

  it('stands under the name of its deployment where there are several', () => {
    const two: DeploymentInfo = { ...fresh, id: 'd2', url: 'https://eu.example.com:8443' }
    const there = coderOf('there', [], { deploymentId: 'd2' })
    const rows = rowsOf({ workspaces: [dev, there, atlas], deployments: [fresh, two] }, '')
    expect(rows.flatMap((row) => (row.kind === 'group' ? [row.title] : []))).toEqual(['coder.example.com', 'eu.example.com:8443', 'Workspaces'])
  })

  it('says how old a list is and why, and that one is empty', () => {
    const failure = { code: 'CODER_LOGGED_OUT', sentence: 'The coder program is not logged in.', nextStep: 'Run: coder login' } as const
    const note = (deployment: DeploymentInfo, workspaces: WorkspaceInfo[] = [dev]) => rowsOf({ workspaces, deployments: [deployment] }).find((row) => row.kind === 'note')
    expect(note(fresh)).toBeUndefined()
    expect(note({ ...fresh, checkedMs: NOW - 12 * 60_000, failure })).toMatchObject({
      text: 'List from 12 min ago: the coder program is not logged in.',
      nextStep: 'Run: coder login',
      tone: 'warn',
    })
    expect(note({ ...fresh, checkedMs: null, failure }, [])).toMatchObject({ text: 'The coder program is not logged in.' })
    expect(note({ ...fresh, checkedMs: NOW - 3_600_000, refreshing: true })).toMatchObject({ text: 'List from 1 h ago; it is being read again.' })
    expect(note(fresh, [])).toMatchObject({ text: 'You have no workspace here.' })
  })

  it('is found by workspace, agent, owner and state', () => {
    const found = (query: string) => keysOf({ workspaces: [dev, old], deployments: [fresh] }, query)
    expect(found('web')).toEqual(['group:d1', 'workspace:w:dev', 'agent:dev:web'])
    expect(found('kim stopped')).toEqual(['group:d1', 'workspace:w:sandbox-eu'])
    expect(found('nobody')).toEqual([])
  })

  it('stands among the favourites, in the order in which they were chosen', () => {
    const lists = { workspaces: [dev, old, box], deployments: [fresh], recents: ['wiki', 'other'], favourites: ['wiki', 'coder:sandbox-eu', 'build-box', 'gone'] }
    expect(keysOf(lists)).toEqual([
      'group:Favourites',
      'workspace:w:sandbox-eu',
      'agent:box-agent',
      'recent:wiki',
      'group:d1',
      'workspace:w:dev',
      'agent:dev:main',
      'agent:dev:web',
      'agent:dev:gpu',
      'group:Recent',
      'recent:other',
    ])
  })

  it('is drawn anew only where something changed', () => {
    const stops = (now: number) =>
      sidebarRows({ workspaces: [dev, old], deployments: [fresh], recents: [], favourites: [] }, '', now).filter((row): row is StopRow => row.kind !== 'group' && row.kind !== 'note')
    const [before, later] = [stops(NOW), stops(NOW + 24 * 3_600_000)]
    expect(before.map((row, index) => sameRow(row, later[index] ?? row))).toEqual([true, true, true, true, false])
  })

  it('leads from a child to its parent, and from there to the workspace', () => {
    const rows = rowsOf({ workspaces: [dev], deployments: [fresh] })
    expect(stepRow(rows, 'agent:dev:web', 'parent')).toBe('agent:dev:main')
    expect(stepRow(rows, 'agent:dev:main', 'parent')).toBe('workspace:w:dev')
    expect(stepRow(rows, 'workspace:w:dev', 'up')).toBe('workspace:w:dev')
  })
})
