import { describe, expect, it } from 'vitest'
import { agentOf, coderOf, listedOf, stateOf, workspaceOf } from '@/features/workspaces/fixtures'
import { planConnections } from './agent-connections'
import { paneIdOf } from './pane-ids'
import { clampShare, EVEN_SHARE, rememberedShare, rememberShare, shareAfterKey } from './split-size'
import { closeTab, followList, MOST_NEW_TABS, noTabs, openTab, stepTab, type TabList } from './tab-list'

const demo = workspaceOf('demo', [agentOf('main'), agentOf('gpu'), agentOf('docs')], 'demo')
const tabs = followList(noTabs, [demo])
const failed = { ...demo, agents: demo.agents.map((one) => (one.id === 'gpu' ? { ...one, state: stateOf('failed') } : one)) }

describe('the tab list', () => {
  it('opens a tab for each new agent and brings the first forward', () => {
    expect(tabs).toMatchObject({ open: ['main', 'gpu', 'docs'], active: 'main' })
  })

  it('brings a start that failed forward until the person has picked a tab', () => {
    expect(followList(tabs, [failed]).active).toBe('gpu')
    expect(followList(openTab(tabs, 'docs'), [failed]).active).toBe('docs')
  })

  it('brings a workspace that was just opened forward, whatever was picked before', () => {
    const picked = openTab(tabs, 'docs')
    expect(followList(picked, [demo, workspaceOf('atlas', [agentOf('a')])]).active).toBe('a')
  })

  it('does not open a closed tab again while its agent stays, and does when the workspace is opened anew', () => {
    const closed = followList(closeTab(tabs, 'gpu'), [failed])
    expect(closed.open).toEqual(['main', 'docs'])
    expect(followList(followList(closed, []), [demo]).open).toEqual(['main', 'gpu', 'docs'])
  })

  it('closes the tabs of a workspace that is gone and shows what is left', () => {
    const both = followList(tabs, [demo, workspaceOf('atlas', [agentOf('a')])])
    expect(followList(both, [demo])).toMatchObject({ open: ['main', 'gpu', 'docs'], active: 'docs' })
    expect(followList(tabs, [])).toMatchObject({ open: [], active: null })
  })

  it('opens no more than a few tabs at once', () => {
    const many = Array.from({ length: 200 }, (_, i) => workspaceOf(`w${i}`, [agentOf(`m${i}`)]))
    expect(followList(noTabs, many).open).toHaveLength(MOST_NEW_TABS)
  })

  it('steps round the ends and closes towards the next tab', () => {
    expect(stepTab(tabs, -1).active).toBe('docs')
    expect(stepTab(openTab(tabs, 'docs'), 1).active).toBe('main')
    expect(closeTab(tabs, 'main').active).toBe('gpu')
    expect(closeTab(openTab(tabs, 'docs'), 'docs').active).toBe('gpu')
    const none: TabList = noTabs
    expect(stepTab(none, 1)).toBe(none)
  })
})

describe('the tabs of what a deployment lists', () => {
  const dev = coderOf('dev', [listedOf('dev:main'), listedOf('dev:gpu')])
  const stopped = coderOf('old', [], { status: 'stopped' })

  it('open by choice only', () => {
    expect(followList(noTabs, [dev, stopped])).toMatchObject({ open: [], active: null })
    const chosen = openTab(followList(noTabs, [dev]), 'dev:gpu')
    expect(followList(chosen, [dev, stopped])).toMatchObject({ open: ['dev:gpu'], active: 'dev:gpu' })
  })

  it('stand for the workspace itself while it has no agents, and go on with its first one', () => {
    const tabs = openTab(followList(noTabs, [dev, stopped]), 'w:old')
    expect(followList(tabs, [dev, stopped])).toMatchObject({ open: ['w:old'], active: 'w:old' })
    const up = coderOf('old', [listedOf('old:main'), listedOf('old:db')])
    expect(followList(tabs, [dev, up])).toMatchObject({ open: ['old:main'], active: 'old:main' })
    expect(followList(tabs, [dev])).toMatchObject({ open: [], active: null })
  })

  it('have a connection as long as they are open', () => {
    expect(planConnections([dev], ['dev:main'], new Set())).toEqual({ open: ['dev:main'], close: [] })
    expect(planConnections([dev], ['dev:main'], new Set(['dev:main']))).toEqual({ open: [], close: [] })
    expect(planConnections([dev], [], new Set(['dev:main']))).toEqual({ open: [], close: ['dev:main'] })
  })

  it('leave hosts and workspaces without agents alone', () => {
    expect(planConnections([demo, stopped], ['main', 'w:old'], new Set())).toEqual({ open: [], close: [] })
  })
})

describe('the split between two logs', () => {
  it('moves by arrow keys along its own axis only', () => {
    expect(shareAfterKey(0.5, 'ArrowRight', false)).toBeCloseTo(0.52)
    expect(shareAfterKey(0.5, 'ArrowUp', true)).toBeCloseTo(0.48)
    expect(shareAfterKey(0.5, 'ArrowUp', false)).toBeNull()
    expect(shareAfterKey(0.3, 'Enter', false)).toBe(EVEN_SHARE)
  })

  it('leaves neither side without room', () => {
    expect(shareAfterKey(0.16, 'ArrowLeft', false)).toBe(0.15)
    expect(clampShare(2)).toBe(0.85)
    expect(clampShare(NaN)).toBe(EVEN_SHARE)
  })

  it('is remembered for columns and rows apart', () => {
    const kept = new Map<string, string>()
    const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) }
    rememberShare(false, 0.7, storage)
    expect(rememberedShare(false, storage)).toBe(0.7)
    expect(rememberedShare(true, storage)).toBe(EVEN_SHARE)
  })
})

it('gives each place in the layout one lasting id that the engine takes', () => {
  const id = paneIdOf('wa1b2:agpu', 'startup')
  expect(id).toMatch(/^[a-z0-9:-]{1,50}$/)
  expect(paneIdOf('wa1b2:agpu', 'startup')).toBe(id)
  expect(paneIdOf('wa1b2:amain', 'startup')).not.toBe(id)
  expect(paneIdOf('wa1b2:agpu', 'agent')).not.toBe(id)
})
