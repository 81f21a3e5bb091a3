import { describe, expect, it } from 'vitest'
import type { AgentInfo, LinkState } from '@shared/model'
import { announcements } from './announcements'
import { carryOver } from './carry-over'
import { agentFact, headSentence, isWorkspace, linkNotice } from './facts'
import { agentOf, connected, logOf, stateOf, workspaceOf } from './fixtures'
import { closedRecents, forget, remember } from './recents'

const offline: LinkState = { ...connected, phase: 'offline', retryAtMs: 12_000 }

describe('carryOver', () => {
  it('keeps objects that say the same and takes those that do not', () => {
    const before = [workspaceOf('atlas', [agentOf('main'), agentOf('gpu')]), workspaceOf('wiki', [agentOf('docs')])]
    const next = structuredClone(before)
    next[0]?.agents.splice(1, 1, agentOf('gpu', { state: stateOf('failed', 'exit 100') }))
    const merged = carryOver(before, next)
    expect(merged[0]).not.toBe(before[0])
    expect(merged[0]?.agents[0]).toBe(before[0]?.agents[0])
    expect(merged[0]?.agents[1]?.state.fact).toBe('exit 100')
    expect(merged[1]).toBe(before[1])
  })

  it('keeps what an agent showed until the new engine has found logs again, side by side', () => {
    const logs = [logOf('main', 'l:1'), logOf('main', 'l:2'), logOf('main', 'l:3')]
    const before = [workspaceOf('atlas', [agentOf('main', { logs, shown: { startup: 'l:1', agent: 'l:2' } })])]
    const merged = (next: Partial<AgentInfo>) => {
      const agent = carryOver(before, [workspaceOf('atlas', [agentOf('main', next)])])[0]?.agents[0]
      return { shown: agent?.shown, logs: agent?.logs.map((log) => log.id) }
    }
    expect(merged({})).toEqual({ shown: { startup: 'l:1', agent: 'l:2' }, logs: ['l:1', 'l:2'] })
    expect(merged({ logs: [logOf('main', 'l:2')], shown: { startup: null, agent: 'l:2' } })).toEqual({
      shown: { startup: 'l:1', agent: 'l:2' },
      logs: ['l:2', 'l:1'],
    })
    expect(merged({ logs: [logOf('main', 'l:9')], shown: { startup: 'l:9', agent: 'l:9' } })).toEqual({
      shown: { startup: 'l:9', agent: 'l:9' },
      logs: ['l:9'],
    })
  })

  it('keeps the agents of a workspace that a new engine has not looked at', () => {
    const before = [workspaceOf('atlas', [agentOf('main')])]
    expect(carryOver(before, [workspaceOf('atlas', [])])[0]?.agents).toBe(before[0]?.agents)
  })
})

describe('what an agent says', () => {
  it('says its state, unless the connection is what matters', () => {
    const ready = agentOf('main', { state: stateOf('ready', 'ready 34 s') })
    expect(agentFact(ready)).toEqual({ glyph: 'ready', text: 'ready 34 s', tone: 'plain' })
    expect(agentFact({ ...ready, link: offline })).toEqual({ glyph: 'ready', text: 'offline', tone: 'warn' })
    expect(agentFact({ ...ready, link: { ...connected, phase: 'failed' } })).toEqual({ glyph: 'unknown', text: 'cannot connect', tone: 'bad' })
    expect(agentFact(agentOf('x', { link: { ...connected, phase: 'connecting' } })).text).toBe('connecting')
  })

  it.each([
    ['Startup failed with exit 100 after 41 s', 'Startup failed with exit 100', ' after 41 s'],
    ['Starting, 2 of 3 scripts are done', 'Starting', ', 2 of 3 scripts are done'],
    ['Stopped', 'Stopped', ''],
  ])('emphasises the outcome in “%s”', (sentence, strong, rest) => {
    expect(headSentence(agentOf('gpu', { state: stateOf('failed', '', sentence) }))).toEqual({ strong, rest })
  })

  it('draws no head when there is nothing to say', () => {
    expect(headSentence(agentOf('gpu'))).toBeNull()
  })

  it('counts down to the next attempt', () => {
    expect(linkNotice(offline, 3_200, true)?.nextStep).toBe('Trying again in 9 s. The text stays.')
    expect(linkNotice(offline, 13_000, false)?.nextStep).toBe('Trying again now.')
    expect(linkNotice(connected, 0, true)).toBeNull()
  })

  it('tells a workspace from a plain host by what Coder leaves behind', () => {
    expect(isWorkspace(workspaceOf('box', [agentOf('box')]))).toBe(false)
    expect(isWorkspace(workspaceOf('demo', [agentOf('main')], 'demo'))).toBe(true)
    expect(isWorkspace(workspaceOf('atlas', [agentOf('main', { shown: { startup: null, agent: 'l:2' } })]))).toBe(true)
  })
})

describe('announcements', () => {
  const atlas = (kind: 'starting' | 'failed', sentence: string) => [workspaceOf('atlas', [agentOf('gpu', { state: stateOf(kind, '', sentence) })])]

  it('says an outcome once, when it comes', () => {
    const failed = atlas('failed', 'Startup failed with exit 100')
    expect(announcements(atlas('starting', 'Starting'), failed)).toEqual(['gpu: startup failed with exit 100'])
    expect(announcements(failed, failed)).toEqual([])
  })

  it('is silent about agents that are new and about starts that go on', () => {
    expect(announcements([], atlas('failed', 'Startup failed'))).toEqual([])
    expect(announcements(atlas('failed', 'Startup failed'), atlas('starting', 'Starting'))).toEqual([])
  })
})

describe('recents', () => {
  it('puts the newest first, none twice, and no more than the settings keep', () => {
    expect(remember(['a', 'b', 'c'], 'b')).toEqual(['b', 'a', 'c'])
    const many = Array.from({ length: 50 }, (_, i) => `h${i}`)
    expect(remember(many, 'new')).toHaveLength(50)
    expect(remember(many, 'new')[0]).toBe('new')
  })

  it('offers those that are not open', () => {
    expect(closedRecents(['atlas', 'box'], [workspaceOf('atlas', [])])).toEqual(['box'])
    expect(forget(['a', 'b'], 'a')).toEqual(['b'])
  })
})
