import { describe, expect, it } from 'vitest'
import type { RunSummary, ScriptSummary } from '@shared/model'
import { placeWords } from './CauseLine'
import { timelineOf } from './timeline'

const place = { logId: 'a', path: '/tmp/coder-agent.log', offset: 0 }

function scriptOf(name: string, startedMs: number, endedMs: number | null, change: Partial<ScriptSummary> = {}): ScriptSummary {
  return { name, phase: 'start', logId: name, path: `/tmp/${name}`, offset: 0, startedMs, endedMs, outcome: endedMs === null ? 'running' : 'completed', exitCode: 0, began: null, ended: null, ...change }
}

function runOf(scripts: ScriptSummary[], change: Partial<RunSummary> = {}): RunSummary {
  return { id: 'a', began: place, verdict: { kind: 'starting', sentence: '', why: null, script: null, exitCode: null, durationMs: null, cause: null, evidence: [] }, slices: [], startedMs: 900, endedMs: null, end: null, kind: 'starting', sentence: '', transitions: [{ state: 'starting', timeMs: 1000, place }], scripts, ...change }
}

describe('the timeline of a start', () => {
  it('has nothing to tell of one script that went well, nor of none', () => {
    expect(timelineOf(runOf([]), 5000)).toBeNull()
    expect(timelineOf(runOf([scriptOf('a.log', 1000, 2000)], { kind: 'ready' }), 5000)).toBeNull()
    expect(timelineOf(runOf([scriptOf('a.log', 1000, 2000), scriptOf('b.log', 1000, 2000)], { kind: 'ready' }), 5000)?.bars).toHaveLength(2)
  })

  it('draws all bars on one scale, from the start to the outcome', () => {
    const scripts = [scriptOf('a.log', 1000, 3000), scriptOf('b.log', 1000, 11_000, { outcome: 'failed', exitCode: 100 })]
    const timeline = timelineOf(runOf(scripts, { kind: 'failed', transitions: [...runOf([]).transitions, { state: 'start_error', timeMs: 11_000, place }] }), 99_000)
    expect(timeline?.bars.map(({ from, share, tone, words }) => ({ from, share, tone, words }))).toEqual([
      { from: 0, share: 0.2, tone: 'ok', words: '2 s' },
      { from: 0, share: 1, tone: 'bad', words: '10 s · exit 100' },
    ])
    expect(timeline?.last).toEqual({ timeMs: 11_000, words: 'start_error' })
  })

  it('lets a script that runs reach as far as now, and never calls it a failure', () => {
    const [bar] = timelineOf(runOf([scriptOf('server.log', 1000, null)]), 61_000)?.bars ?? []
    expect(bar).toMatchObject({ share: 1, tone: 'busy', words: 'still running, 1 min' })
  })

  it('says that an end is not known where the agent died', () => {
    const run = runOf([scriptOf('a.log', 1000, null, { outcome: 'lost' })], { kind: 'unknown', endedMs: 5000, end: 'lost' })
    expect(timelineOf(run, 99_000)?.bars[0]).toMatchObject({ tone: 'idle', words: '4 s · end not known' })
  })

  it('draws volume and steps on the scale of the bars, and says what is unusual', () => {
    const step = (name: string, startedMs: number | null, endedMs: number | null, more = {}) => ({ name, logId: 'a', path: '/tmp/a.log', offset: 0, startedMs, endedMs, usualMs: null, unusual: false, ...more })
    const outputs = [
      {
        path: '/tmp/a.log',
        wroteMs: 9000,
        lastOffset: null,
        volume: { fromMs: 1000, bucketMs: 1000, bytes: [10, 0, 1000] },
        steps: [step('deps', 1000, 3000), step('old', null, null), step('build', 3000, null, { usualMs: 2000, unusual: true })],
      },
    ]
    const timeline = timelineOf(runOf([scriptOf('a.log', 1000, 11_000)], { kind: 'ready' }), 99_000, outputs)
    expect(timeline?.bars[0]?.steps.map(({ from, share, words }) => ({ from, share, words }))).toEqual([
      { from: 0, share: 0.2, words: 'deps, 2 s' },
      { from: 0.2, share: 0.8, words: 'build, 8 s so far, usually 2 s' },
    ])
    const { volume } = timeline!.bars[0]!
    expect(volume.at(-1)).toEqual({ at: 0.3, height: 0 })
    expect(Math.max(...volume.map(({ height }) => height))).toBe(1)
    // Without times there is nothing to draw, and one good script tells nothing.
    expect(timelineOf(runOf([scriptOf('a.log', 1000, 11_000)], { kind: 'ready' }), 99_000, [{ ...outputs[0]!, steps: [step('old', null, null)] }])).toBeNull()
  })

  it('leaves out what would push the logs down, and says how much', () => {
    const many = Array.from({ length: 9 }, (_, i) => scriptOf(`${i}.log`, 1000, 2000))
    expect(timelineOf(runOf(many), 5000)).toMatchObject({ left: 3 })
  })
})

it('names the place of a cause as well as it is known', () => {
  const cause = { ...place, sentence: '', text: '', from: 'script' as const }
  expect(placeWords({ ...cause, line: 1214 })).toBe('line 1,214')
  expect(placeWords({ ...cause, line: null, offset: 3_200_000 })).toBe('at 3.2 MB')
  expect(placeWords({ ...cause, line: null, from: 'agent' })).toBe('in the agent log')
})
