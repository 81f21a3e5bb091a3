import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHAIN_BASE, ChainSource, type ChainPart, type ReadResult } from '../source'
import { MemorySource } from '../source/memory-source.test-kit'
import { AgentLogComposer, type Era, type PlannedScript } from './corpus/agent-log.test-kit'
import { EntryReader } from './entry-reader'
import type { Run } from './run'
import { RunHistory } from './run-history'
import { stretchesOf } from './run-slices'
import { RunTracker } from './run-tracker'

const startup: PlannedScript = { path: '/tmp/coder-startup-script.log', text: 'echo ✓\n\nexit 3', tookMs: 4000, ends: 0 }

class MemoryPart implements ChainPart {
  readonly path: string
  readonly length: number

  constructor(
    private readonly bytes: Buffer,
    name: number,
  ) {
    this.path = `/memory/test.log.${name}`
    this.length = bytes.length
  }

  read(offset: number, length: number): Promise<ReadResult> {
    return Promise.resolve({ kind: 'bytes', bytes: this.bytes.subarray(offset, offset + length) })
  }

  dispose(): void {}
}

/** A chain over pieces of a text, the last of them live; older ones come when they are asked for. */
function chainOf(pieces: Buffer[]): { chain: ChainSource; extend: () => Promise<boolean> } {
  const live = new MemorySource((length) => Math.ceil(length / 3))
  live.append(pieces.at(-1)!)
  const chain = new ChainSource(live, () => Promise.resolve(null))
  let next = pieces.length - 2
  const extend = (): Promise<boolean> => {
    if (next >= 0) chain.prepend(new MemoryPart(pieces[next]!, next))
    return Promise.resolve(next-- >= 0)
  }
  return { chain, extend }
}

function forward(text: Buffer): Run[] {
  const tracker = new RunTracker()
  const reader = new EntryReader((entry) => tracker.take(entry))
  reader.feed(text)
  reader.end()
  return tracker.runs
}

function moved(run: Run, by: number): unknown {
  return JSON.parse(JSON.stringify(run), (key, value: unknown) => (/^(offset|end|endOffset)$/.test(key) && typeof value === 'number' ? value + by : value))
}

/** A life of an agent: runs that end in every way, in one era or, since the file is appended to across upgrades, in several. */
function life(plan: readonly { era: Era; ends: PlannedScript['ends']; end: 'off' | 'killed'; chatter: number }[]): Buffer {
  let atMs = Date.UTC(2026, 6, 10)
  const parts = plan.map(({ era, ends, end, chatter }) => {
    const log = new AgentLogComposer(era, atMs)
    const script = { ...startup, ends }
    log.start()
    for (let i = 0; i < chatter; i++) log.chatter()
    log.begin([script])
    log.end(script, 0)
    log.finish([script])
    for (let i = 0; i < chatter; i++) log.connect()
    if (end === 'off') {
      log.lifecycle('shutting_down')
      log.lifecycle('off')
    }
    // Clocks are set back now and then.
    atMs = log.nowMs - 3000
    return log.log
  })
  return Buffer.from(parts.join(''))
}

const plans = fc.array(
  fc.record({
    era: fc.constantFrom<Era>('v0.20.0', 'v0.24.1', 'v2.1.5', 'v2.10.0', 'v2.35.1', 'v2.35.1-json', 'v2.35.1-colour'),
    ends: fc.constantFrom<PlannedScript['ends']>(0, 3, 'timeout', 'running', 'left-open'),
    end: fc.constantFrom<'off' | 'killed'>('off', 'killed'),
    chatter: fc.nat(6),
  }),
  { minLength: 1, maxLength: 5 },
)

describe('runs read backwards', () => {
  it('are those that reading forwards finds, however the log is cut into files and stretches', async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }), fc.integer({ min: 300, max: 20_000 }), async (plan, cuts, stepBytes) => {
        const text = life(plan)
        // Rotation never cuts an entry.
        const starts = [...text.toString('latin1').matchAll(/^(?:\x1b\[0m)?(?:\d{4}-\d\d-\d\d \d|\{"ts")/gm)].map((match) => match.index) // eslint-disable-line no-control-regex
        const at = [...new Set(cuts.map((share) => starts[Math.floor(share * (starts.length - 1))]!))].sort((a, b) => a - b)
        const pieces = [0, ...at].map((from, index) => text.subarray(from, at[index] ?? text.length)).filter((piece) => piece.length > 0)
        const { chain, extend } = chainOf(pieces)
        const history = new RunHistory({ source: chain, extend, onRuns: () => undefined, signal: new AbortController().signal, stepBytes })
        const newest = await history.lastStart(chain.size(), Infinity)
        const expected = forward(text)
        const base = CHAIN_BASE - (text.length - pieces.at(-1)!.length)
        expect(newest).toBe(expected.at(-1)!.offset + base)
        await history.readBefore(newest!)
        expect(history.all.map((run) => moved(run, 0))).toEqual(expected.slice(0, -1).reverse().map((run) => moved(run, base)))
      }),
      { numRuns: 150 },
    )
  })

  it('show a run whose beginning is gone as one that began before', async () => {
    const text = life([{ era: 'v2.35.1', ends: 0, end: 'off', chatter: 3 }, { era: 'v2.35.1', ends: 0, end: 'off', chatter: 3 }])
    const late = text.subarray(text.indexOf('current={"state":"ready"') + 3)
    const { chain, extend } = chainOf([late])
    const history = new RunHistory({ source: chain, extend, onRuns: () => undefined, signal: new AbortController().signal })
    await history.readBefore((await history.lastStart(chain.size(), Infinity))!)
    expect(history.all.map(({ beginning, end }) => ({ beginning, end }))).toEqual([{ beginning: 'mid-log', end: 'off' }])
  })
})

describe('the parts of a run', () => {
  it('hold all of its bytes, each once, in order', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        for (const run of forward(life(plan))) {
          const parts = stretchesOf(run)
          expect(parts[0]!.from).toBe(run.offset)
          expect(parts.at(-1)!.to).toBe(run.endOffset)
          for (const [index, part] of parts.slice(1).entries()) expect(part.from).toBe(parts[index]!.to)
        }
      }),
    )
  })

  function partsOf(act: (log: AgentLogComposer) => void, era: Era = 'v2.35.1'): string[] {
    const log = new AgentLogComposer(era, Date.UTC(2026, 6, 10))
    act(log)
    const text = Buffer.from(log.log)
    return forward(text).slice(-1).flatMap((run) => stretchesOf(run).map(({ part, from, to }) => `${part} ${text.subarray(from, to ?? text.length).toString().trimEnd().split('\n').length}${to === null ? '+' : ''}`))
  }

  it('go on while the start does, and a shutdown in the midst of it leaves nothing between', () => {
    expect(partsOf((log) => log.say('info', 'agent is starting now'))).toEqual(['startup 1+'])
    expect(partsOf((log) => {
      log.say('info', 'agent is starting now')
      log.say('info', 'agent received signal', [['signal', 'terminated']])
      log.lifecycle('start_error')
    })).toEqual(['startup 1', 'shutdown 3+'])
  })

  it('let a start go on that took too long where the agent lets its script go on', () => {
    const script = { ...startup, ends: 'running' as const }
    const slow = (log: AgentLogComposer): void => {
      log.say('info', 'starting agent', [['version', 'v0.24.1']])
      log.begin([script])
      log.say('warn', 'script timed out', [['lifecycle', 'startup'], ['timeout', '5m0s']])
      log.lifecycle('start_timeout')
      log.chatter()
    }
    expect(partsOf(slow, 'v0.24.1').map((one) => one.replace(/\d+/, ''))).toEqual(['startup +'])
    const ended = partsOf((log) => {
      slow(log)
      log.say('info', 'startup script completed', [['lifecycle', 'startup'], ['execution_time', '6m1s'], ['exit_code', 0]])
      log.lifecycle('ready')
      log.chatter()
    }, 'v0.24.1')
    expect(ended.map((one) => one.replace(/\d+/, ''))).toEqual(['startup ', 'running +'])
  })
})
