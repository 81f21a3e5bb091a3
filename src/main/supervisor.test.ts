import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FromEngineControl, ToEngineControl } from '@shared/contract/control'
import { defaultSettings } from '@shared/settings'
import { superviseEngine, type EngineProcess, type Supervisor } from './supervisor'

/** An engine process that the test plays. */
class FakeProcess implements EngineProcess<string> {
  readonly got: [ToEngineControl['type'], string | undefined][] = []
  killed = false
  private hear: (message: FromEngineControl) => void = () => {}
  private gone: (code: number) => void = () => {}
  post(message: ToEngineControl, port?: string): void {
    this.got.push([message.type, port])
  }
  onMessage(listener: (message: FromEngineControl) => void): void {
    this.hear = listener
  }
  onExit(listener: (code: number) => void): void {
    this.gone = listener
  }
  kill(): void {
    this.killed = true
  }
  say(message: FromEngineControl): void {
    this.hear(message)
  }
  exit(code: number): void {
    this.gone(code)
  }
}

let processes: FakeProcess[]
let healths: string[]
let readies: number
let notes: string[]
let supervisor: Supervisor<string>
/** The newest process. */
const last = (): FakeProcess => processes.at(-1) as FakeProcess
const pass = (ms: number): void => void vi.advanceTimersByTime(ms)
/** Lets time pass while the engine beats. */
const beatFor = (ms: number): void => {
  for (let t = 0; t < ms; t += 1000) {
    pass(1000)
    last().say({ type: 'beat' })
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  processes = []
  healths = []
  readies = 0
  notes = []
  supervisor = superviseEngine<string>({
    fork() {
      processes.push(new FakeProcess())
      return last()
    },
    init: () => ({ type: 'init', userDataDir: '/profile', settings: defaultSettings }),
    onHealth: (health) => healths.push(health),
    onReady: () => readies++,
    note: (_level, text) => notes.push(text),
    now: () => Date.now(),
  })
})
afterEach(() => vi.useRealTimers())

describe('superviseEngine', () => {
  it('starts one process and tells when it is ready', () => {
    supervisor.start()
    supervisor.start()
    expect(processes).toHaveLength(1)
    expect(last().got).toEqual([['init', undefined]])
    expect(supervisor.post({ type: 'window' }, 'port')).toBe(false)
    last().say({ type: 'ready' })
    expect([supervisor.health(), healths, readies]).toEqual(['running', ['running'], 1])
    expect(supervisor.post({ type: 'window' }, 'port')).toBe(true)
    expect(last().got.at(-1)).toEqual(['window', 'port'])
  })

  it('is up again within 2 s of a crash, each time anew', () => {
    supervisor.start()
    for (let crash = 1; crash <= 5; crash++) {
      last().say({ type: 'ready' })
      last().exit(137)
      expect(supervisor.health()).toBe('restarting')
      expect(supervisor.post({ type: 'window' }, 'port')).toBe(false)
      pass(1500)
      expect(processes).toHaveLength(crash + 1)
    }
    last().say({ type: 'ready' })
    expect([supervisor.health(), readies]).toEqual(['running', 6])
  })

  it('gives up after the fifth restart in a minute, until it is asked again', () => {
    supervisor.start()
    for (let crash = 0; crash < 6; crash++) {
      last().exit(1)
      pass(1500)
    }
    expect([supervisor.health(), processes.length, healths.at(-1)]).toEqual(['down', 6, 'down'])
    pass(3_600_000)
    expect(processes).toHaveLength(6)
    supervisor.start()
    last().say({ type: 'ready' })
    expect([supervisor.health(), processes.length]).toEqual(['running', 7])
    last().exit(1)
    pass(10)
    expect(processes).toHaveLength(8)
  })

  it('goes on restarting one that crashes now and then', () => {
    supervisor.start()
    for (let crash = 0; crash < 30; crash++) {
      last().say({ type: 'ready' })
      beatFor(15_000)
      last().exit(1)
      pass(1500)
    }
    expect([supervisor.health(), processes.length]).toEqual(['restarting', 31])
  })

  it('ends a process that has not beaten for 10 s, and only then', () => {
    supervisor.start()
    last().say({ type: 'ready' })
    beatFor(60_000)
    expect(last().killed).toBe(false)
    pass(9000)
    expect(last().killed).toBe(false)
    pass(2000)
    expect(last().killed).toBe(true)
    last().exit(137)
    pass(100)
    expect(processes).toHaveLength(2)
  })

  it('gives the start more time than the beat', () => {
    supervisor.start()
    pass(20_000)
    expect(last().killed).toBe(false)
    pass(12_000)
    expect(last().killed).toBe(true)
  })

  it('does not take sleep of the machine for silence', () => {
    supervisor.start()
    last().say({ type: 'ready' })
    beatFor(3000)
    vi.setSystemTime(Date.now() + 8 * 3_600_000)
    pass(5000)
    expect(last().killed).toBe(false)
    pass(10_000)
    expect(last().killed).toBe(true)
  })

  it('hears nothing more from a process that is gone', () => {
    supervisor.start()
    const first = last()
    first.say({ type: 'ready' })
    first.exit(1)
    pass(10)
    first.say({ type: 'ready' })
    first.exit(1)
    expect([supervisor.health(), readies, processes.length]).toEqual(['restarting', 1, 2])
  })

  it('writes down what the engine notes', () => {
    supervisor.start()
    last().say({ type: 'note', level: 'warn', text: 'slow disk' })
    expect(notes).toEqual(['engine: slow disk'])
  })

  it('asks the engine to stop and does not start it again', async () => {
    supervisor.start()
    last().say({ type: 'ready' })
    const stopping = supervisor.stop()
    expect(last().got.at(-1)).toEqual(['shutdown', undefined])
    last().exit(0)
    await stopping
    supervisor.start()
    pass(60_000)
    expect([last().killed, processes.length]).toEqual([false, 1])
    await supervisor.stop()
  })

  it('ends an engine that does not stop when asked', async () => {
    supervisor.start()
    const stopping = supervisor.stop()
    pass(1500)
    await stopping
    expect(last().killed).toBe(true)
  })

  it('stops between two starts and before the first one', async () => {
    await supervisor.stop()
    supervisor.start()
    expect(processes).toHaveLength(0)
  })

  it('does not start again once stopped between a crash and its restart', async () => {
    supervisor.start()
    last().exit(1)
    await supervisor.stop()
    pass(60_000)
    expect(processes).toHaveLength(1)
  })
})
