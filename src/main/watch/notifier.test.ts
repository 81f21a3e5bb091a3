import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RunOutcome } from '@shared/contract/watch'
import { defaultSettings, type Settings } from '@shared/settings'
import { createNotifier } from './notifier'
import { withoutMarkup, type NoticeText } from './notice-words'

interface Shown extends NoticeText {
  closed: boolean
  click(): void
}

let shown: Shown[]
let clicked: string[]
let settings: Settings
let front: string | null
let muted: boolean
let notifier: ReturnType<typeof createNotifier>

beforeEach(() => {
  vi.useFakeTimers()
  shown = []
  clicked = []
  settings = defaultSettings
  front = null
  muted = false
  notifier = createNotifier({
    settings: () => settings,
    inFront: (agentId) => agentId === front,
    muted: () => muted,
    show(text, onClick) {
      const notice = { ...text, closed: false, click: onClick }
      shown.push(notice)
      return { close: () => void (notice.closed = true) }
    },
    onClick: ({ agentId }) => clicked.push(agentId),
    now: () => performance.now(),
  })
})
afterEach(() => {
  notifier.stop()
  vi.useRealTimers()
})

const outcome = (agentId: string, more: Partial<RunOutcome> = {}): RunOutcome => ({
  kind: 'failed',
  agentId,
  workspace: agentId,
  agent: 'main',
  sentence: 'Startup failed with exit 100 after 41 s, in setup.log',
  script: 'setup.log',
  exitCode: 100,
  cause: 'E: Unable to locate package cuda-12',
  evidence: null,
  tookMs: 41_000,
  ...more,
})

describe('what is told', () => {
  it('says who, how, and the line that explains it', () => {
    notifier.take(outcome('api'))
    expect(shown[0]).toMatchObject({
      title: 'main in api failed to start',
      body: 'Startup failed with exit 100 after 41 s, in setup.log\nE: Unable to locate package cuda-12',
    })
    shown[0]?.click()
    expect(clicked).toEqual(['api'])
  })

  it('is nothing while that tab is in front, while notices are muted, or when it was turned off', () => {
    front = 'api'
    notifier.take(outcome('api'))
    front = null
    muted = true
    notifier.take(outcome('api'))
    muted = false
    settings = { ...defaultSettings, notifyFailed: false }
    notifier.take(outcome('api'))
    settings = { ...defaultSettings, watch: false }
    notifier.take(outcome('api'))
    settings = { ...defaultSettings, notifyStalled: false }
    notifier.take(outcome('api', { kind: 'stalled' }))
    expect(shown).toEqual([])
  })

  it('tells that a start is ready only when asked to, and only of long ones', () => {
    const ready = (minutes: number): void => notifier.take(outcome('api', { kind: 'ready', tookMs: minutes * 60_000 }))
    ready(90)
    expect(shown).toHaveLength(0)
    settings = { ...defaultSettings, notifyReadyMin: 10 }
    ready(9)
    ready(10)
    expect(shown.map((one) => one.title)).toEqual(['main in api is ready'])
  })
})

describe('one cause on several workspaces', () => {
  it('becomes one notice within a minute', () => {
    notifier.take(outcome('api'))
    for (const id of ['web', 'db']) notifier.take(outcome(id, { cause: `E: Unable to locate package cuda-1${id.length}` }))
    expect(shown).toHaveLength(1)
    vi.advanceTimersByTime(2000)
    expect(shown.map((one) => one.closed)).toEqual([true, false])
    expect(shown[1]).toMatchObject({ title: '3 agents failed to start', body: 'main in api, main in web, main in db\nE: Unable to locate package cuda-12' })
  })

  it('shows twenty of them in two notices, not in twenty', () => {
    for (let i = 0; i < 20; i++) notifier.take(outcome(`w${i}`))
    vi.advanceTimersByTime(10_000)
    expect(shown).toHaveLength(2)
    expect(shown[1]?.body).toContain('and 15 more')
  })

  it('is told anew after a minute, of another cause, and of the same agent again', () => {
    notifier.take(outcome('api'))
    notifier.take(outcome('web', { cause: 'npm ERR! network' }))
    notifier.take(outcome('api'))
    vi.advanceTimersByTime(61_000)
    notifier.take(outcome('db'))
    expect(shown).toHaveLength(4)
    expect(shown.every((one) => !one.closed)).toBe(true)
  })

  it('is not supposed where nothing is known of the cause', () => {
    for (const id of ['api', 'web']) notifier.take(outcome(id, { cause: null, exitCode: null, script: null }))
    expect(shown).toHaveLength(2)
  })
})

it('never lets log text be read as markup', () => {
  expect(withoutMarkup({ title: 'a', body: 'see <a href="x">here</a> & go' }).body).not.toMatch(/[<>&]/)
})
