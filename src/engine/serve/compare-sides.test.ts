import { afterEach, beforeEach, expect, it } from 'vitest'
import type { AgentInfo, LogInfo, RunSummary, ScriptSummary, VerdictKind, WorkspaceInfo } from '@shared/model'
import { RecordingKeyring } from '../recordings'
import { keepStart } from '../recordings/keep-start'
import { readAll, remove, temporaryFolder } from '../recordings/log-writer.test-kit'
import { UNKNOWN_STATE } from '../runs'
import { MemorySource } from '../source/memory-source.test-kit'
import { CompareSidesOf } from './compare-sides'

const NOW = 1_800_000_000_000
const DAY = 24 * 3600_000
const AGENT = 'w0123456789ab:a0123456789ab'
const PATH = '/tmp/coder-startup-script.log'
const LOG = `${AGENT}:l1`
let root: string
let live: MemorySource
beforeEach(async () => {
  root = await temporaryFolder()
  live = new MemorySource()
})
afterEach(() => remove(root))

function runOf(startedMs: number, kind: VerdictKind, exitCode: number | null): RunSummary {
  const place = { logId: null, path: '/tmp/coder-agent.log', offset: 0 }
  const script: ScriptSummary = { ...place, path: PATH, name: 'coder-startup-script.log', phase: 'start', startedMs, endedMs: startedMs + 12_000, outcome: exitCode === 0 ? 'completed' : 'failed', exitCode, began: null, ended: null }
  const verdict = { kind, sentence: kind, why: null, script: exitCode === 0 ? null : 0, exitCode, durationMs: null, cause: null, evidence: [] }
  return { id: startedMs.toString(36), began: place, verdict, slices: [{ part: 'startup', logId: `${AGENT}:v-startup-${startedMs.toString(36)}`, from: 0, to: 10 }], startedMs, endedMs: null, end: null, kind, sentence: kind, transitions: [], scripts: [script] }
}

const logOf = (change: Partial<LogInfo> = {}): LogInfo => ({ id: LOG, agentId: AGENT, kind: 'startup', title: 'Startup script', path: PATH, origin: 'well-known', store: 'file', seen: null, ...change })

function agentOf(runs: RunSummary[], logs = [logOf()]): AgentInfo {
  const link = { phase: 'connected' as const, sinceMs: 0, retryAtMs: null, identity: null, failure: null, progress: null, awakeSinceMs: null }
  return { id: AGENT, workspaceId: 'w0123456789ab', name: 'main', address: 'web', link, state: UNKNOWN_STATE, logs, shown: { startup: LOG, agent: null }, opened: true, parentId: null, verdict: runs[0]?.verdict ?? null, runs }
}

function sidesOf(agent: AgentInfo): CompareSidesOf {
  const workspace: WorkspaceInfo = { id: 'w0123456789ab', name: 'web', kind: 'ssh', target: 'box', agents: [agent], coder: null }
  return new CompareSidesOf({ workspaces: () => [workspace], runs: () => agent.runs, source: (id) => (id === LOG ? live : null), saved: () => null, recordingsFolder: root, keys: new RecordingKeyring() })
}

const record = (run: RunSummary, text: string): Promise<boolean> =>
  keepStart(
    root,
    {
      workspace: { id: 'w0123456789ab', name: 'web', kind: 'ssh', target: 'box' },
      agent: { id: AGENT, name: 'main' },
      run,
      verdict: run.verdict,
      logs: [{ path: PATH, kind: 'startup', title: 'Startup script', from: 0, to: text.length, modifiedMs: run.startedMs, parts: [{ offset: 0, bytes: Buffer.from(text) }] }],
    },
    null,
  )

it('proposes the log of the run that failed beside that of the last one that went well, from its recording', async () => {
  const [today, yesterday, before] = [runOf(NOW, 'failed', 100), runOf(NOW - DAY, 'failed', 1), runOf(NOW - 2 * DAY, 'ready', 0)]
  live.append('today\n')
  await record(yesterday, 'yesterday\n')
  await record(before, 'the day before\n')
  await record(runOf(NOW - 3 * DAY, 'ready', 0), 'long ago\n')
  const sides = sidesOf(agentOf([today, yesterday, before]))
  const { left, right, missing, sides: all } = (await sides.list(AGENT))!
  expect(missing).toBeNull()
  expect(all.find((one) => one.id === right)).toMatchObject({ held: 'source', startedMs: NOW, kind: 'failed', exitCode: 100, logId: LOG })
  expect(all.find((one) => one.id === left)).toMatchObject({ held: 'kept', startedMs: before.startedMs, kind: 'ready', exitCode: 0 })
  expect(all.filter((one) => one.held === 'kept').map((one) => one.startedMs)).toEqual([1, 2, 3].map((days) => NOW - days * DAY))

  const opened = (await sides.open(AGENT, left!))!
  expect(Buffer.concat((await readAll(opened.source)).map(({ bytes }) => bytes)).toString()).toBe('the day before\n')
  expect(opened).toMatchObject({ bounds: { from: 0, to: null }, exitCode: 0, took: [{ name: 'coder-startup-script.log', ms: 12_000 }] })
  opened.close()
  expect(await sides.open(AGENT, 'saved~nothing~startup')).toBeNull()
  expect(await sides.open(AGENT, `log~${AGENT}:l9`)).toBeNull()
})

it('has the content that the newest run wrote over, as far as it is held, for the run that wrote it', async () => {
  live.append('the first run\n')
  live.begin('rewritten')
  live.append('the second run\n')
  const sides = sidesOf(agentOf([runOf(NOW, 'failed', 100), runOf(NOW - DAY, 'ready', 0)]))
  const { left, sides: all } = (await sides.list(AGENT))!
  expect(left).toBe(`old~${LOG}~0`)
  expect(all.find((one) => one.id === left)).toMatchObject({ held: 'memory', startedMs: NOW - DAY, kind: 'ready' })
  expect(await sides.open(AGENT, left!)).toMatchObject({ bounds: { from: 0, to: 'the first run\n'.length } })
  expect(await sides.open(AGENT, `log~${LOG}`)).toMatchObject({ bounds: { from: 'the first run\n'.length, to: null }, exitCode: 100 })
})

it('says why there is no pair, and lists what there is all the same', async () => {
  expect(await sidesOf(agentOf([])).list(AGENT)).toMatchObject({ left: null, right: null, missing: { sentence: 'No run of this agent is known, since no agent log tells of one.' }, sides: [{ id: `log~${LOG}`, startedMs: null }] })
  expect(await sidesOf(agentOf([runOf(NOW, 'failed', 100)])).list(AGENT)).toMatchObject({ left: null, right: `log~${LOG}`, missing: { sentence: 'No earlier good run is known yet.' } })
  expect(await sidesOf(agentOf([])).list('w:other')).toBeNull()
})

it('names each recorded log once, also while one is shown, and the agent’s own entries of each start', async () => {
  const [today, yesterday] = [runOf(NOW, 'ready', 0), runOf(NOW - DAY, 'ready', 0)]
  await record(yesterday, 'yesterday\n')
  // Of the newest run the logs are still where they were written.
  await record(today, 'today\n')
  const shown = logOf({ id: `${AGENT}:k-x-1`, store: 'recording' })
  const { sides } = (await sidesOf(agentOf([today, yesterday], [logOf(), shown])).list(AGENT))!
  expect(sides.map((one) => one.id.replace(/~.*/, ''))).toEqual(['log', 'log', 'saved', 'log'])
  expect(sides.filter((one) => one.title === 'Agent log, startup')).toHaveLength(2)
})
