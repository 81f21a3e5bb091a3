import { describe, expect, it } from 'vitest'
import { agentOf, stateOf, workspaceOf } from '@/features/workspaces/fixtures'
import { sidebarRows, stepRow } from './sidebar-rows'

const atlas = workspaceOf('atlas', [agentOf('main', { state: stateOf('ready', 'ready 34 s') }), agentOf('gpu', { state: stateOf('failed', 'exit 100') })])
const box = workspaceOf('build-box', [agentOf('box-agent')])
const keys = (query: string, recents: string[] = []) => sidebarRows([atlas, box], recents, query).map((row) => row.key)

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
    expect(sidebarRows(many, [], '')).toHaveLength(601)
    expect(sidebarRows(many, [], 'w199')).toHaveLength(4)
  })
})

describe('stepRow', () => {
  const rows = sidebarRows([atlas, box], ['wiki'], '')

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
