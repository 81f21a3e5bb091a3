import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RunSummary } from '@shared/model'
import { keepStart, type LookedAtLog, type LookedAtStart } from './keep-start'
import { listRecordings, recordingId } from './list'
import { readAll, remove, temporaryFolder, unpacked } from './log-writer.test-kit'
import { emptyManifest } from './manifest.test-kit'
import { holdOpen, openRecording } from './open-recording'
import { removeOldHeldRuns, takeOverStarts } from './take-over'
import type { SavedRecording } from './types'
import { writeManifest } from './write-manifest'

const NOW = 1_800_000_000_000
const AGENT = { id: 'w0123456789ab:a0123456789ab', name: 'main' }
const ID = recordingId(NOW, AGENT.id)
let profile: string
let root: string
beforeEach(async () => {
  profile = await temporaryFolder()
  root = join(profile, 'recordings')
})
afterEach(() => remove(profile))

const log = (path: string, to: number, ...parts: [offset: number, text: string][]): LookedAtLog => ({
  path,
  kind: 'script',
  title: path.slice(1),
  from: 0,
  to,
  modifiedMs: NOW,
  parts: parts.map(([offset, text]) => ({ offset, bytes: Buffer.from(text) })),
})
const verdict = { kind: 'failed', sentence: 'Startup failed with exit 100', why: null, script: null, exitCode: 100, durationMs: null, cause: null, evidence: [] } as const
const run = (transitions: RunSummary['transitions'] = []): RunSummary => ({
  id: NOW.toString(36),
  began: { logId: null, path: '/agent', offset: 0 },
  verdict: { ...verdict, evidence: [] },
  slices: [],
  startedMs: NOW,
  endedMs: null,
  end: null,
  kind: 'failed',
  sentence: verdict.sentence,
  transitions,
  scripts: [],
})
const start = (logs: LookedAtLog[], summary = run()): LookedAtStart => ({
  workspace: { id: 'w0123456789ab', name: 'web', kind: 'coder', target: 'coder:https://coder.example.com/kim/web' },
  agent: AGENT,
  run: summary,
  verdict: summary.verdict,
  logs,
})

async function opened(id = ID): Promise<SavedRecording> {
  const recording = await openRecording(join(root, id))
  if (!recording.ok) throw new Error(recording.failure.sentence)
  return recording.value
}
async function textOf(recording: SavedRecording, path: string): Promise<[from: number, text: string][]> {
  const found = recording.manifest().logs.find((one) => one.path === path)
  return (await readAll(recording.source(found!.name)!)).map(({ from, bytes }) => [from, bytes.toString()])
}

it('records what was looked at, names what was not read, and is for the person alone', async () => {
  expect(await keepStart(root, start([log('/a', 100, [0, 'first\n'], [95, 'last\n']), log('/b', 4, [0, 'all\n'])]), null)).toBe(true)
  const recording = await opened()
  expect(recording.manifest()).toMatchObject({ state: 'closed', agent: AGENT, run: { startedMs: NOW, verdict: { kind: 'failed', exitCode: 100 } } })
  expect(recording.manifest().logs[0]).toMatchObject({ sizeBytes: 100, missing: [{ from: 6, to: 95, why: 'bound' }] })
  expect(await textOf(recording, '/a')).toEqual([[0, 'first\n'], [95, 'last\n']])
  expect(await textOf(recording, '/b')).toEqual([[0, 'all\n']])
  recording.close()
  expect([root, join(root, ID)].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700])
  expect(readdirSync(join(root, ID)).map((name) => statSync(join(root, ID, name)).mode & 0o777)).toEqual([0o600, 0o600, 0o600, 0o600])
  expect([...unpacked(join(root, ID)).values()].map(String).sort()).toEqual(['all\n', 'first\n', 'last\n'])
  expect(readdirSync(root)).toEqual([ID])
})

it('becomes one with what is recorded of the same run: of each log what more is saved of', async () => {
  const states: RunSummary['transitions'] = [{ state: 'starting', timeMs: NOW, place: { logId: null, path: '/agent', offset: 0 } }]
  await keepStart(root, start([log('/a', 10, [0, 'begun\n']), log('/b', 4, [0, 'all\n'])], run(states)), null)
  const again = start([log('/a', 10, [0, 'begun\nend\n']), log('/b', 4, [0, 'al']), log('/c', 3, [0, 'new'])])
  expect(await keepStart(root, again, null)).toBe(true)
  const recording = await opened()
  expect(await textOf(recording, '/a')).toEqual([[0, 'begun\nend\n']])
  expect(await textOf(recording, '/b')).toEqual([[0, 'all\n']])
  expect(await textOf(recording, '/c')).toEqual([[0, 'new']])
  const { logs, run: told } = recording.manifest()
  recording.close()
  expect(told.lifecycle).toHaveLength(1)
  expect(new Set(logs.map((one) => one.name)).size).toBe(3)
  // What lost its place is gone from the disk as well.
  expect(readdirSync(join(root, ID)).sort()).toEqual(['manifest.json', ...logs.flatMap((one) => one.ranges.map(({ file }) => file))].sort())
})

it('leaves alone what is being written at this moment', async () => {
  await keepStart(root, start([log('/a', 4, [0, 'one\n'])]), null)
  const hold = holdOpen(join(root, ID))
  expect(await keepStart(root, start([log('/a', 8, [0, 'one\ntwo\n'])]), null)).toBe(false)
  hold.dispose()
  const recording = await opened()
  expect(await textOf(recording, '/a')).toEqual([[0, 'one\n']])
  recording.close()
  expect(readdirSync(root)).toEqual([ID])
})

/** A start as version 0.1.0 kept it. */
function oldStart(name: string, agentLog: string, script: string): void {
  const folder = join(profile, 'starts', name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, '0-500.log'), agentLog)
  writeFileSync(join(folder, '1-0.log'), script)
  const logs = [
    { path: '/agent', sizeBytes: 9000, modifiedMs: NOW, parts: [{ offset: 500, bytes: agentLog.length, file: '0-500.log' }] },
    { path: '/a', sizeBytes: script.length, modifiedMs: NOW, parts: [{ offset: 0, bytes: script.length, file: '1-0.log' }] },
  ]
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: 1, agentId: AGENT.id, workspace: 'web', agent: 'main', startedMs: NOW, takenMs: NOW + 5000, kind: 'ready', sentence: 'Ready after 5 s', exitCode: null, logs }))
}

it('takes over the starts that version 0.1.0 kept, and what it cannot read stays', async () => {
  oldStart(ID, 'agent is starting now\n', 'from then\n')
  const other = recordingId(NOW - 1000, AGENT.id)
  oldStart(other, 'agent is starting now\n', 'before\n')
  // A part of this run is recorded already.
  mkdirSync(join(root, ID), { recursive: true })
  await writeManifest(join(root, ID), { ...emptyManifest(), agent: AGENT, run: { ...emptyManifest().run, startedMs: NOW } })
  mkdirSync(join(profile, 'starts', 'notes'))
  expect(await takeOverStarts(join(profile, 'starts'), root)).toBe(2)
  expect((await listRecordings(root)).map(({ id, kind }) => [id, kind])).toEqual([[ID, 'ready'], [other, 'ready']])
  for (const [id, text] of [[ID, 'from then\n'], [other, 'before\n']] as const) {
    const recording = await opened(id)
    expect(await textOf(recording, '/a')).toEqual([[0, text]])
    expect(await textOf(recording, '/agent')).toEqual([[0, 'agent is starting now\n']])
    recording.close()
  }
  expect(readdirSync(join(profile, 'starts'))).toEqual(['notes'])
  expect(await takeOverStarts(join(profile, 'starts'), root)).toBe(0)
  expect(await takeOverStarts(join(profile, 'nothing'), root)).toBe(0)
})

it('lets what was held of logs go when it is as old as recordings become', async () => {
  const folder = join(profile, 'held-runs')
  mkdirSync(folder)
  const files = ['old.run', 'new.run'].map((name) => join(folder, name))
  for (const [index, file] of files.entries()) {
    writeFileSync(file, createHash('sha256').update(file).digest())
    const at = new Date(NOW - (index === 0 ? 31 : 29) * 24 * 3600_000)
    utimesSync(file, at, at)
  }
  await removeOldHeldRuns(folder, 30, NOW)
  expect(readdirSync(folder)).toEqual(['new.run'])
  await removeOldHeldRuns(folder, 28, NOW)
  expect(existsSync(folder)).toBe(false)
})
