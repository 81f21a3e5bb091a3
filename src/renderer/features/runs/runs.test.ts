import { describe, expect, it } from 'vitest'
import type { AgentInfo, RunSlice, RunSummary, Verdict } from '@shared/model'
import { rememberedParts, rememberPart } from './remembered-parts'
import type { RunChoice } from './run-store'
import { mergedRuns, runView } from './run-view'
import { historyWords, outcomeWords, runName, runTime, spanWords } from './run-words'
import { scriptLogOf } from './script-log'
import { scriptRemark } from './script-remark'

const NOW = new Date(2026, 10, 24, 15, 0).getTime()
const HOUR = 3_600_000

function runOf(id: string, startedMs: number, verdict: Partial<Verdict> = {}, change: Partial<RunSummary> = {}): RunSummary {
  const whole: Verdict = { kind: 'ready', sentence: '', why: null, script: null, exitCode: null, durationMs: null, cause: null, evidence: [], ...verdict }
  const began = { logId: 'log', path: '/tmp/coder-agent.log', offset: 0, address: 1000 }
  return { id, began, verdict: whole, slices: [], startedMs, endedMs: null, end: null, kind: whole.kind, sentence: '', transitions: [], scripts: [], ...change }
}

function slice(part: RunSlice['part'], from: number, to: number | null): RunSlice {
  return { part, logId: `v-${part}`, from, to }
}

function agentOf(runs: RunSummary[]): AgentInfo {
  const history = { agentLogId: 'log', logId: 'v-all', phase: 'read', files: 0, bytes: 10, left: null, runs: runs.length } as const
  const log = { id: 'log', agentId: 'a', kind: 'agent', title: 'Agent log', path: '/tmp/coder-agent.log', origin: 'well-known', store: 'file', seen: null } as const
  return { id: 'a', runs, history, logs: [log], shown: { startup: null, agent: 'log' } } as unknown as AgentInfo
}

const newestChoice: RunChoice = { run: null, newestThen: null, part: 'all' }

describe('words for runs', () => {
  it('name the day as people do', () => {
    expect(runTime(NOW - HOUR, NOW)).toBe('today 14:00')
    expect(runTime(NOW - 24 * HOUR, NOW)).toBe('yesterday 15:00')
    expect(runTime(new Date(2026, 9, 3, 9, 13).getTime(), NOW)).toBe('3 Oct 09:13')
    expect(runTime(new Date(2025, 9, 3, 9, 13).getTime(), NOW)).toBe('3 Oct 2025 09:13')
  })

  it('say what a run came to, and never call one a failure that only ended', () => {
    expect(runName(runOf('x', NOW - HOUR, { kind: 'failed', exitCode: 100, durationMs: 41_000 }), NOW)).toBe('Run of today 14:00 · failed, exit 100 after 41 s')
    expect(outcomeWords(runOf('x', 0, { kind: 'ready', durationMs: 34_000 }))).toBe('ready after 34 s')
    expect(outcomeWords(runOf('x', 0, { kind: 'failing', exitCode: 3 }))).toBe('failing, exit 3')
    expect(outcomeWords(runOf('x', 0, { kind: 'unknown' }, { end: 'lost' }))).toBe('ended without a word')
    expect(outcomeWords(runOf('x', 0, { kind: 'unknown' }, { end: 'signal' }))).toBe('outcome not known')
  })

  it('give no length where the clock went back', () => {
    expect(spanWords(runOf('x', 1000, {}, { endedMs: 61_000 }))).toBe('lasted 1 min')
    expect(spanWords(runOf('x', 1000, {}, { endedMs: 500 }))).toBeNull()
    expect(spanWords(runOf('x', 1000))).toBe('goes on')
  })

  it('say how far back the list goes', () => {
    const history = { agentLogId: 'l', logId: 'v', phase: 'read', files: 2, bytes: 12_000_000, left: null, runs: 3 } as const
    expect(historyWords(history)).toBe('The agent log and 2 rotated files, 12 MB in all')
    expect(historyWords({ ...history, left: { files: 3, bytes: 14_000_000 } })).toBe('The agent log and 2 rotated files, 12 MB in all. Older ones were left out: 14 MB in 3 files')
    expect(historyWords({ ...history, phase: 'reading', files: 1 })).toBe('Looking for older runs: 1 rotated file so far')
  })
})

describe('the run that is looked at', () => {
  const old = runOf('old', NOW - 48 * HOUR, { kind: 'failed' }, { slices: [slice('startup', 0, 100), slice('running', 100, 900)] })
  const newest = runOf('new', NOW - HOUR, {}, { slices: [slice('startup', 1000, null)] })

  it('is the newest one, in the agent log itself, unless something else was chosen', () => {
    expect(runView(agentOf([newest]), newestChoice, [])).toMatchObject({ run: newest, older: false, sourceId: null, ended: false, parts: ['all', 'startup'] })
    expect(runView(agentOf([newest]), { ...newestChoice, part: 'startup' }, [])).toMatchObject({ sourceId: 'v-startup', ended: false })
    // A part that is remembered but has not begun is no reason to show nothing.
    expect(runView(agentOf([newest]), { ...newestChoice, part: 'shutdown' }, [])).toMatchObject({ part: 'all', sourceId: null })
  })

  it('is shown with the file that it began in, where that was rotated away', () => {
    const rotated = { ...newest, began: { ...newest.began, path: '/tmp/coder-agent.log.1' } }
    expect(runView(agentOf([rotated]), newestChoice, []).sourceId).toBe('v-all')
  })

  it('stays where the person is when a new one begins, and says so', () => {
    const choice: RunChoice = { run: old, newestThen: 'new', part: 'all' }
    expect(runView(agentOf([newest]), choice, [newest, old])).toMatchObject({ run: old, older: true, begun: null, sourceId: 'v-all' })
    const newer = runOf('newer', NOW)
    expect(runView(agentOf([newer, newest]), choice, [newest, old])).toMatchObject({ run: old, older: true, begun: newer })
    // Not even a list that does not have it any more takes it away.
    expect(runView(agentOf([newer]), choice, []).run).toBe(old)
  })

  it('comes from one list of what is told as it happens and what was read', () => {
    const before = runOf('before', NOW - 72 * HOUR)
    const newer = runOf('newer', NOW)
    expect(mergedRuns(agentOf([newer, newest]), [newest, old, before]).map((run) => run.id)).toEqual(['newer', 'new', 'old', 'before'])
    expect(mergedRuns(agentOf([newest]), []).map((run) => run.id)).toEqual(['new'])
  })
})

it('says of a script log that it holds another run, and which', () => {
  const script = { path: '/tmp/a.log', overwrittenMs: NOW - HOUR } as RunSummary['scripts'][number]
  const run = runOf('old', NOW - 24 * HOUR, {}, { scripts: [script] })
  expect(scriptRemark(run, '/tmp/a.log', NOW)?.sentence).toBe('The output of the run of yesterday 15:00 was overwritten by the run of today 14:00.')
  expect(scriptRemark(run, '/tmp/other.log', NOW)).toBeNull()
})

describe('the log beside a run', () => {
  const at = (path: string, overwrittenMs?: number) => ({ path, ...(overwrittenMs !== undefined && { overwrittenMs }) }) as RunSummary['scripts'][number]
  const logs = [
    { id: 'live-a', path: '/tmp/a.log', store: 'file' },
    { id: 'live-b', path: '/tmp/b.log', store: 'file' },
    { id: 'kept-a', path: '/tmp/a.log', store: 'recording' },
  ] as AgentInfo['logs']
  const showing = (startup: string) => ({ logs, shown: { startup, agent: null } })
  const kept = (path: string) => ({ logId: `kept-${path.slice(5, 6)}`, path, offset: 0, ofPath: path })
  const older = runOf('old', NOW, { script: 1 }, { scripts: [at('/tmp/a.log', NOW), at('/tmp/b.log', NOW)], keptLogs: [kept('/tmp/a.log'), kept('/tmp/b.log')] })

  it('is what was recorded of the one that is shown, else of the script that decided', () => {
    expect(scriptLogOf(showing('live-a'), older)).toBe('kept-a')
    expect(scriptLogOf(showing('none'), older)).toBe('kept-b')
    expect(scriptLogOf(showing('kept-a'), older)).toBeNull()
  })

  it('is the log itself where nobody wrote over it, where nothing was recorded, and for the newest run', () => {
    expect(scriptLogOf(showing('live-a'), { ...older, scripts: [at('/tmp/a.log')] })).toBeNull()
    expect(scriptLogOf(showing('live-a'), { ...older, keptLogs: [] })).toBeNull()
    expect(scriptLogOf(showing('kept-a'), { ...older, keptLogs: [] })).toBe('live-a')
    expect(scriptLogOf(showing('kept-a'), null)).toBe('live-a')
    expect(scriptLogOf(showing('live-a'), null)).toBeNull()
  })
})

it('remembers the part per agent, bounded, whatever stands in the storage', () => {
  const kept = new Map<string, string>()
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) }
  for (let i = 0; i < 250; i++) rememberPart(`a${i}`, 'startup', storage)
  expect(Object.keys(rememberedParts(storage))).toHaveLength(200)
  rememberPart('a249', 'all', storage)
  expect(rememberedParts(storage)['a249']).toBeUndefined()
  for (const bad of ['[]', 'null', '{"a":"elsewhere"}', '{']) {
    kept.set('tailpane.run-parts', bad)
    expect(rememberedParts(storage)).toEqual({})
  }
})
