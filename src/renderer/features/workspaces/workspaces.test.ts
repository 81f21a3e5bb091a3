import { describe, expect, it } from 'vitest'
import type { AgentInfo, LinkState } from '@shared/model'
import { announcements } from './announcements'
import { carryOver } from './carry-over'
import { agentFact, awakeWords, headSentence, isWorkspace, linkNotice } from './facts'
import { buildSentence, canStart, notRunningWords } from './build-words'
import { withFavourite } from './favourites'
import { agentOf, coderOf, connected, listedOf, logOf, stateOf, unopened, workspaceOf } from './fixtures'
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

  it('believes a deployment that a workspace has no agents any more', () => {
    const before = [coderOf('dev', [listedOf('main')])]
    expect(carryOver(before, [coderOf('dev', [], { status: 'stopped' })])[0]?.agents).toEqual([])
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

  it('can be told to stop trying while attempts go on', () => {
    expect(linkNotice(offline, 0, true)?.retrying).toBe(true)
    expect(linkNotice({ ...offline, retryAtMs: null }, 0, true)?.retrying).toBe(false)
  })

  it('lets a program that connects speak, quietly', () => {
    const connecting: LinkState = { ...connected, phase: 'connecting' }
    expect(linkNotice(connecting, 0, true)).toBeNull()
    const again = { ...connecting, failure: { code: 'CONNECTION_LOST', sentence: 'It was lost.', nextStep: '' } } as const
    expect(linkNotice(again, 0, true)).toMatchObject({ tone: 'warn', sentence: 'It was lost.', retrying: true })
    expect(linkNotice({ ...connecting, progress: 'Waiting for the agent' }, 0, true)).toMatchObject({ tone: 'quiet', nextStep: 'Waiting for the agent' })
  })

  it('says since when a workspace is kept awake, and when that has ended', () => {
    const noon = new Date(2026, 10, 24, 12, 4).getTime()
    expect(awakeWords({ ...connected, awakeSinceMs: noon })).toBe('keeps this workspace awake since 12:04')
    expect(awakeWords(connected)).toBeNull()
    expect(linkNotice({ ...unopened, sinceMs: noon }, 0, true)?.sentence).toBe('The connection was closed at 12:04, as nobody looked at its logs.')
  })

  it('does not blame the connection for a workspace that is stopped', () => {
    const failure = { code: 'WORKSPACE_STOPPED', sentence: 'It is stopped.', nextStep: '' } as const
    const stopped = agentOf('main', { state: stateOf('stopped', 'stopped'), link: { ...offline, failure } })
    expect(agentFact(stopped)).toEqual({ glyph: 'stopped', text: 'stopped', tone: 'plain' })
  })

  it('tells a workspace from a plain host by what Coder leaves behind', () => {
    expect(isWorkspace(workspaceOf('box', [agentOf('box')]))).toBe(false)
    expect(isWorkspace(workspaceOf('demo', [agentOf('main')], 'demo'))).toBe(true)
    expect(isWorkspace(workspaceOf('atlas', [agentOf('main', { shown: { startup: null, agent: 'l:2' } })]))).toBe(true)
  })
})

describe('a build', () => {
  const DAY = 24 * 3_600_000

  it('is told in a sentence while the workspace does not run', () => {
    const said = (facts: Parameters<typeof coderOf>[2]) => buildSentence(coderOf('a', [], facts).coder, 3 * DAY)
    expect(said({ status: 'stopped', statusSinceMs: DAY })).toEqual({ strong: 'Stopped', rest: ' 2 d ago' })
    expect(said({ status: 'starting', statusSinceMs: DAY })).toEqual({ strong: 'Starting', rest: '' })
    expect(said({ status: 'running' })).toBeNull()
  })

  it('can be asked for where nothing runs or is about to', () => {
    const startable = (['stopped', 'failed', 'canceled', 'running', 'starting', 'deleted'] as const).filter((status) => canStart(coderOf('a', [], { status })))
    expect(startable).toEqual(['stopped', 'failed', 'canceled'])
    expect(canStart(workspaceOf('box', []))).toBe(false)
  })

  it('never leaves a tab without words', () => {
    expect(notRunningWords(coderOf('a', [], { status: 'stopped' }))?.text).toContain('Nothing here starts it by itself.')
    expect(notRunningWords(coderOf('a', []))).toBeNull()
    expect(notRunningWords(workspaceOf('box', []))).toBeNull()
  })
})

describe('favourites', () => {
  it('come and go, in the order in which they were chosen', () => {
    expect(withFavourite(['a'], 'b')).toEqual(['a', 'b'])
    expect(withFavourite(['a', 'b'], 'a')).toEqual(['b'])
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
