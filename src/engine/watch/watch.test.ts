import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RunOutcome, WatchSummary } from '@shared/contract/watch'
import { defaultSettings, type Settings } from '@shared/settings'
import type { AgentInfo, AgentState, DeploymentInfo, LinkState, WorkspaceInfo } from '@shared/model'
import { Watch } from './watch'

const NOON = Date.UTC(2026, 10, 24, 12)
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

let folder: string
let now: number
let told: RunOutcome[]
let summaries: WatchSummary[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tailpane-watch-'))
  now = NOON
  told = []
  summaries = []
})
afterEach(() => rmSync(folder, { recursive: true }))

const file = (): string => join(folder, 'watch.json')

function startWatch(settings: Partial<Settings> = {}): Watch {
  return new Watch(
    { file: file(), onOutcome: (one) => told.push(one), onSummary: (one) => summaries.push(one), note: () => {}, now: () => now },
    { ...defaultSettings, ...settings },
  )
}

const link: LinkState = { phase: 'connected', sinceMs: 0, retryAtMs: null, identity: null, failure: null, awakeSinceMs: null, progress: null }
const state = (kind: AgentState['kind'], runStartedMs: number | null, more: Partial<AgentState> = {}): AgentState => ({
  kind,
  fact: kind,
  sentence: `It is ${kind}`,
  lifecycle: null,
  exitCode: null,
  runStartedMs,
  sinceMs: runStartedMs === null ? null : runStartedMs + 40_000,
  ...more,
})
const agent = (id: string, its: AgentState, more: Partial<AgentInfo> = {}): AgentInfo => ({
  id,
  workspaceId: 'w1',
  name: id,
  address: id,
  link,
  state: its,
  logs: [],
  shown: { startup: null, agent: null },
  verdict: null,
  runs: [],
  opened: true,
  parentId: null,
  ...more,
})
const host = (...agents: AgentInfo[]): WorkspaceInfo => ({ id: 'w1', name: 'box', kind: 'ssh', target: 'box', agents, coder: null })
const listed = (its: AgentState, opened = false): WorkspaceInfo => ({
  ...host(agent('a', its, { opened, link: { ...link, phase: 'closed' } })),
  kind: 'coder',
  coder: { deploymentId: 'd1', owner: 'kim', status: 'running', statusSinceMs: NOON, outdated: false },
})

describe('what is told', () => {
  it('tells of a run that fails while it is watched, once', () => {
    const watch = startWatch()
    watch.take([host(agent('a', state('starting', NOON)))], [])
    const failed = state('failed', NOON, { exitCode: 100, script: 'gpu.log', sentence: 'Startup failed with exit 100' })
    for (let i = 0; i < 3; i++) watch.take([host(agent('a', failed))], [])
    expect(told).toEqual([
      {
        kind: 'failed',
        agentId: 'a',
        workspace: 'box',
        agent: 'a',
        sentence: 'Startup failed with exit 100',
        script: 'gpu.log',
        exitCode: 100,
        cause: null,
        evidence: null,
        tookMs: 40_000,
      },
    ])
  })

  it('tells of a failing script and of the run that then timed out, and of the next run again', () => {
    const watch = startWatch()
    const take = (its: AgentState): void => watch.take([host(agent('a', its))], [])
    take(state('starting', NOON))
    take(state('failed', NOON, { lifecycle: 'starting' }))
    take(state('failed', NOON, { lifecycle: 'start_error' }))
    take(state('timed-out', NOON))
    take(state('starting', NOON + 2 * MINUTE))
    take(state('failed', NOON + 2 * MINUTE))
    expect(told.map((one) => one.kind)).toEqual(['failed', 'timed-out', 'failed'])
  })

  it('tells of a prompt once per run, however often it comes and goes', () => {
    const watch = startWatch()
    for (const kind of ['starting', 'stalled', 'starting', 'stalled'] as const) watch.take([host(agent('a', state(kind, NOON)))], [])
    expect(told.map((one) => one.kind)).toEqual(['stalled'])
  })

  it('takes the list’s and the log’s start of one run for the same', () => {
    const watch = startWatch()
    watch.take([listed(state('starting', NOON), true)], [])
    watch.take([listed(state('failed', NOON), true)], [])
    watch.take([listed(state('failed', NOON - 4000), true)], [])
    expect(told).toHaveLength(1)
  })

  it('keeps an old failure for itself when it sees the agent for the first time', () => {
    const watch = startWatch()
    watch.take([host(agent('a', state('unknown', null)))], [])
    watch.take([host(agent('a', state('failed', NOON - DAY)))], [])
    expect(told).toEqual([])
    expect(summaries.at(-1)).toMatchObject({ failed: 1 })
  })

  it('tells of a run that ended while its log was on its way here', () => {
    const watch = startWatch()
    watch.take([host(agent('a', state('unknown', null)))], [])
    now += MINUTE
    watch.take([host(agent('a', state('failed', NOON + 1000, { sinceMs: NOON + 2000 })))], [])
    expect(told).toMatchObject([{ kind: 'failed' }])
  })

  it('tells of a workspace that was made and failed between two readings of the list', () => {
    const watch = startWatch({ watchAll: true })
    watch.take([listed(state('ready', NOON - DAY))], [])
    now += MINUTE
    const fresh = { ...listed(state('failed', NOON + 1000, { sinceMs: NOON + 2000 })), id: 'w2' }
    watch.take([{ ...fresh, agents: fresh.agents.map((one) => ({ ...one, id: 'b', workspaceId: 'w2' })) }], [])
    expect(told).toMatchObject([{ kind: 'failed', agentId: 'b' }])
  })

  describe('a look at the logs of a start that has ended', () => {
    const explanation = { sentence: 'Startup failed with exit 2', script: 'x.log', exitCode: 2, cause: 'no such package', evidence: { logId: 'l', offset: 5 } }
    const looking = (looks: string[], answer: Promise<typeof explanation | null>): Watch =>
      new Watch(
        {
          file: file(),
          onOutcome: (one) => told.push(one),
          onSummary: () => {},
          note: () => {},
          now: () => now,
          lookAt: (_workspace, its) => {
            looks.push(`${its.id} ${its.state.kind}`)
            return answer
          },
        },
        { ...defaultSettings, watchAll: true },
      )
    const take = (watch: Watch, kind: AgentState['kind'], more: Partial<AgentState> = {}): void => watch.take([listed(state(kind, NOON, more))], [])

    it('is taken once, when it is ready, has failed or timed out, and not for less', async () => {
      const looks: string[] = []
      const watch = looking(looks, Promise.resolve(null))
      for (const kind of ['starting', 'stalled', 'failed', 'failed', 'ready', 'stopped'] as const) take(watch, kind)
      expect(looks).toEqual(['a failed', 'a ready'])
      await watch.stop()
    })

    it('explains the failure of a workspace that is not open', async () => {
      const watch = looking([], Promise.resolve(explanation))
      take(watch, 'starting')
      take(watch, 'failed')
      expect(told).toEqual([])
      await vi.waitFor(() => expect(told).toMatchObject([{ kind: 'failed', ...explanation }]))
    })

    it('does not put the words of another run in its place', async () => {
      const watch = looking([], Promise.resolve(explanation))
      take(watch, 'starting')
      take(watch, 'failed', { exitCode: 7, script: 'Install tools' })
      await vi.waitFor(() => expect(told).toMatchObject([{ exitCode: 7, script: 'Install tools', cause: null }]))
    })

    it('is waited for no longer than it takes to be news', () => {
      vi.useFakeTimers()
      try {
        const watch = looking([], new Promise(() => {}))
        take(watch, 'starting')
        take(watch, 'failed')
        vi.advanceTimersByTime(2500)
        expect(told).toMatchObject([{ kind: 'failed', cause: null }])
      } finally {
        vi.useRealTimers()
      }
    })
  })

  it('tells of a failed build once for its agents, which may not even exist', () => {
    const watch = startWatch({ watchAll: true })
    const building = listed(state('starting', null))
    watch.take([{ ...building, coder: { ...building.coder!, status: 'starting' } }], [])
    const failed: WorkspaceInfo = { ...building, agents: [agent('a', state('failed', null)), agent('b', state('failed', null))] }
    const coder = { ...building.coder!, status: 'failed' as const, buildError: 'quota exceeded', statusSinceMs: NOON + 1000 }
    watch.take([{ ...failed, coder }], [])
    watch.take([{ ...failed, agents: [], coder }], [])
    expect(told).toMatchObject([{ kind: 'failed', agentId: 'w1', workspace: 'box', agent: 'box', sentence: 'The build failed', cause: 'quota exceeded' }])
    expect(summaries.at(-1)).toMatchObject({ failed: 1, watched: 0 })
  })

  it('masks secrets and drops control characters in every text', () => {
    const watch = startWatch()
    watch.take([host(agent('a', state('starting', NOON)))], [])
    watch.take([host(agent('a', state('failed', NOON, { sentence: 'bad\u001b[31m token=abc123\nend' })))], [])
    expect(told[0]?.sentence).toBe('bad token=••• end')
  })
})

describe('the cause of a failure', () => {
  const verdict = (text: string | null, from = 'script'): object => ({ verdict: { cause: text === null ? null : { text, from, logId: 'a:l1', path: '/tmp/x.log', offset: 512 } } })
  const take = (watch: Watch, kind: AgentState['kind'], cause: string | null): void =>
    watch.take([host(agent('a', state(kind, NOON), verdict(cause)))], [])

  it('is waited for a moment, and told with its place', () => {
    const watch = startWatch()
    take(watch, 'starting', null)
    take(watch, 'failed', null)
    expect(told).toEqual([])
    take(watch, 'failed', 'E: Unable to locate package')
    take(watch, 'failed', 'E: Unable to locate package')
    expect(told).toMatchObject([{ cause: 'E: Unable to locate package', evidence: { logId: 'a:l1', offset: 512 } }])
  })

  it('is waited for while only the agent’s words stand there, which are told when they say more than the exit code', () => {
    vi.useFakeTimers()
    try {
      const watch = startWatch()
      const failed = (text: string): AgentInfo => agent('a', state('failed', NOON + told.length * MINUTE), verdict(text, 'agent'))
      for (const text of ['exit status 3', 'open /nowhere/x.log: no such file or directory']) {
        take(watch, 'starting', null)
        watch.take([host(failed(text))], [])
        vi.advanceTimersByTime(1000)
      }
      expect(told).toMatchObject([
        { cause: null, evidence: { offset: 512 } },
        { cause: 'open /nowhere/x.log: no such file or directory', evidence: { offset: 512 } },
      ])
    } finally {
      vi.useRealTimers()
    }
  })

  it('does not hold the news up for longer than a second', () => {
    vi.useFakeTimers()
    try {
      const watch = startWatch()
      take(watch, 'starting', null)
      take(watch, 'failed', null)
      vi.advanceTimersByTime(1000)
      expect(told).toMatchObject([{ kind: 'failed', cause: null }])
    } finally {
      vi.useRealTimers()
    }
  })

  it('is not waited for when the next run begins', () => {
    const watch = startWatch()
    take(watch, 'starting', null)
    take(watch, 'failed', null)
    take(watch, 'starting', null)
    expect(told).toMatchObject([{ kind: 'failed', cause: null }])
  })
})

describe('over restarts', () => {
  it('tells nothing twice', async () => {
    const watch = startWatch()
    watch.take([host(agent('a', state('starting', NOON)))], [])
    watch.take([host(agent('a', state('failed', NOON)))], [])
    await watch.stop()
    now += MINUTE
    startWatch().take([host(agent('a', state('failed', NOON)))], [])
    expect(told).toHaveLength(1)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })

  it('tells what happened while the app was not running', async () => {
    const watch = startWatch()
    watch.take([host(agent('a', state('ready', NOON - DAY)))], [])
    await watch.stop()
    now += DAY
    startWatch().take([host(agent('a', state('failed', NOON + 5 * MINUTE)))], [])
    expect(told.map((one) => one.kind)).toEqual(['failed'])
  })

  it.each(['', '{', '{"version":2}', '{"version":1,"agents":{"a":{"seenMs":-1,"told":[]}},"opened":{}}'])('starts anew from a damaged file: %j', async (text) => {
    writeFileSync(file(), text)
    const watch = startWatch()
    watch.take([host(agent('a', state('starting', NOON)))], [])
    watch.take([host(agent('a', state('failed', NOON)))], [])
    expect(told).toHaveLength(1)
    await watch.stop()
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ version: 1 })
  })

  it('stays small: agents of three months ago are forgotten, and there is a bound', async () => {
    const watch = startWatch()
    const many = Array.from({ length: 1500 }, (_, i) => agent(`a${i}`, state('starting', NOON)))
    watch.take([host(...many)], [])
    await watch.stop()
    const kept = (): string[] => Object.keys((JSON.parse(readFileSync(file(), 'utf8')) as { agents: object }).agents)
    expect(kept()).toHaveLength(1000)
    now += 100 * DAY
    const later = startWatch()
    later.take([host(agent('new', state('starting', NOON)))], [])
    await later.stop()
    expect(kept()).toEqual(['new'])
  })
})

describe('which are watched', () => {
  const fail = (watch: Watch, opened: boolean): void => {
    watch.take([listed(state('starting', NOON), opened)], [])
    watch.take([listed(state('failed', NOON), false)], [])
  }

  it('leaves a listed workspace that nobody opened alone, unless all are watched or it is a favourite', () => {
    fail(startWatch(), false)
    expect(told).toHaveLength(0)
    expect(summaries.at(-1)).toMatchObject({ watched: 0, failed: 0 })
    fail(startWatch({ watchAll: true }), false)
    expect(told).toHaveLength(1)
    fail(startWatch({ favourites: ['box'] }), false)
    expect(told).toHaveLength(2)
  })

  it('watches one for 14 days after it was open, also over a restart', async () => {
    const first = startWatch()
    first.take([listed(state('ready', NOON - DAY), true)], [])
    await first.stop()
    now += 13 * DAY
    fail(startWatch(), false)
    expect(told).toHaveLength(1)
    now += 2 * DAY
    const late = startWatch()
    late.take([listed(state('starting', now))], [])
    late.take([listed(state('failed', now))], [])
    expect(told).toHaveLength(1)
  })

  it('tells nothing when the watch is off', () => {
    fail(startWatch({ watch: false }), true)
    expect(told).toEqual([])
  })
})

describe('the summary', () => {
  it('names failed agents first, then those at a prompt, then starting ones, and tells only changes', () => {
    const watch = startWatch()
    const list = [host(agent('s', state('starting', NOON)), agent('p', state('stalled', NOON)), agent('r', state('ready', NOON)), agent('f', state('failed', NOON)))]
    watch.take(list, [])
    watch.take(list, [])
    expect(summaries).toHaveLength(1)
    expect(summaries[0]).toMatchObject({ watched: 4, failed: 1, starting: 2, offline: false })
    expect(summaries[0]?.agents.map((one) => one.agentId)).toEqual(['f', 'p', 's'])
  })

  it('does not count the demo among what is watched', () => {
    startWatch().take([{ ...host(agent('gpu', state('failed', NOON))), kind: 'demo' }], [])
    expect(summaries.at(-1)).toMatchObject({ watched: 0, failed: 1, offline: false })
  })

  it('is offline when neither a list nor a host can be reached', () => {
    const failure = { code: 'CODER_UNREACHABLE', sentence: '', nextStep: '' } as const
    const deployment = (broken: boolean): DeploymentInfo => ({ id: 'd1', url: 'https://coder.example.com', via: 'cli', checkedMs: 1, failure: broken ? failure : null, refreshing: false })
    const at = (phase: LinkState['phase'], broken: boolean): boolean | undefined => {
      startWatch().take([host(agent('a', state('ready', NOON), { link: { ...link, phase } }))], [deployment(broken)])
      return summaries.at(-1)?.offline
    }
    expect(at('offline', true)).toBe(true)
    expect(at('offline', false)).toBe(false)
    expect(at('connected', true)).toBe(false)
  })
})
