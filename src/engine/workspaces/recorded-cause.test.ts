import { expect, it } from 'vitest'
import type { RecordedLog } from '@shared/model'
import type { SavedRecording } from '../recordings'
import { emptyManifest, recordedLog } from '../recordings/manifest.test-kit'
import { MemorySource } from '../source/memory-source.test-kit'
import { blamedLog, explainRecording, recordedCause, type ExplainedRun } from './recorded-cause'

const FAILED: ExplainedRun = { kind: 'failed', exitCode: 100, script: { path: '/tmp/startup.log', outcome: 'failed' } }
const log = (name: string, change: Partial<RecordedLog> = {}): RecordedLog => ({ ...recordedLog(name, 10, [[0, 10]]), ...change })
const never = new AbortController().signal

function recording(logs: RecordedLog[], texts: Record<string, MemorySource>): SavedRecording {
  const manifest = { ...emptyManifest(), logs }
  return { folder: '/none', manifest: () => manifest, source: (name) => texts[name] ?? null, lookElsewhere: () => undefined, close: () => undefined }
}

function text(...pieces: string[]): MemorySource {
  const source = new MemorySource()
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) source.begin('rewritten')
    source.append(piece)
  }
  return source
}

it('looks in the log of the script that failed, and in nothing that was not saved', () => {
  const logs = [log('other'), log('agent', { kind: 'agent', path: '/tmp/startup.log' }), log('startup')]
  expect(blamedLog(logs, FAILED)?.name).toBe('startup')
  expect(blamedLog([log('startup', { ranges: [] })], FAILED)).toBeNull()
  expect(blamedLog([log('other', { kind: 'startup' })], FAILED)).toBeNull()
})

it('looks nowhere where nothing failed, or where the agent ended the script itself', () => {
  for (const kind of ['ready', 'starting', 'stalled', 'unknown'] as const) expect(blamedLog([log('startup')], { ...FAILED, kind })).toBeNull()
  expect(blamedLog([log('startup')], { ...FAILED, kind: 'timed-out', script: { path: '/tmp/startup.log', outcome: 'timed-out' } })).toBeNull()
})

it('takes Coder’s own copy of what all scripts wrote, whose name is not that of the script', () => {
  const copy = log('startup', { kind: 'startup', path: 'agent/startup_logs.txt' })
  expect(blamedLog([copy], { ...FAILED, script: { path: '/tmp/coder-startup-script.log', outcome: 'failed' } })).toBe(copy)
  expect(blamedLog([copy], { ...FAILED, script: null })).toBe(copy)
})

it('reads what the run itself wrote, and nothing of the one that wrote over it', async () => {
  const own = 'Reading package lists...\nE: Unable to locate package nosuchtool\n'
  const source = text(own, 'fatal: could not read from remote repository\n')
  const saved = recording([log('startup', { sizeBytes: source.size(), boundaries: [{ at: own.length, cause: 'rewritten' }] })], { startup: source })
  expect(await recordedCause(saved, FAILED, never)).toMatchObject({ log: { name: 'startup' }, found: { line: 2, text: 'E: Unable to locate package nosuchtool' } })
  const silent = text('all is well\n', 'E: Unable to locate package nosuchtool\n')
  const other = recording([log('startup', { sizeBytes: silent.size(), boundaries: [{ at: 12, cause: 'rewritten' }] })], { startup: silent })
  expect(await recordedCause(other, FAILED, never)).toBeNull()
})

it('explains a recording that has the agent’s word only, and leaves one alone that says more', async () => {
  const source = text('E: Unable to locate package nosuchtool\n')
  const saved = recording([log('startup', { sizeBytes: source.size() })], { startup: source })
  const { run } = saved.manifest()
  Object.assign(run.verdict, { kind: 'failed', exitCode: 100, script: 0, cause: { path: '/tmp/agent.log', offset: 7, sentence: 'The agent says no more than this.', text: 'exit status 100', line: null, from: 'agent' } })
  run.scripts = [{ name: 'startup.log', path: '/tmp/startup.log', phase: 'start', startedMs: 0, endedMs: 1, outcome: 'failed', exitCode: 100, began: null, ended: null, steps: [], quietMs: null }]
  expect(await explainRecording(saved, never)).toBe(true)
  expect(run.verdict.cause).toMatchObject({ path: '/tmp/startup.log', offset: 0, line: 1, from: 'script', text: 'E: Unable to locate package nosuchtool' })
  expect(await explainRecording(saved, never)).toBe(false)
})
