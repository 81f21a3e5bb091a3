import { appendFileSync, closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RecordingManifest, RunSummary } from '@shared/model'
import { makeHome, startSshd, type Sshd } from '../../e2e/peers/openssh'
import type { Engine } from './create-engine'
import { testEngine, type TestWindow } from './engine.test-kit'
import { AgentLogComposer, type PlannedScript } from './runs/corpus/agent-log.test-kit'

/* What the app has recorded of runs before the newest: their output, why they failed, and what their steps took. */

let dir: string
let profile: string
let sshd: Sshd
let engine: Engine
let window: TestWindow
let agentLog: string
let startup: PlannedScript
let log: AgentLogComposer
let taken: number

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tailpane-older-'))
  profile = mkdtempSync(join(tmpdir(), 'tailpane-profile-'))
  sshd = await startSshd()
  agentLog = join(dir, 'coder-agent.log')
  startup = { path: join(dir, 'coder-startup-script.log'), text: 'x', tookMs: 4000, ends: 0 }
  log = new AgentLogComposer('v2.35.1', Date.now() - 60_000)
  taken = 0
  writeFileSync(agentLog, '')
  writeFileSync(startup.path, '')
})
afterEach(async () => {
  await engine.stop()
  await sshd.stop()
  for (const folder of [dir, profile]) rmSync(folder, { recursive: true, force: true })
})

/** The app starts: an engine on the profile, and a window without a screen that shows both logs. */
async function start(): Promise<void> {
  const config = `Host box\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  IdentityFile ${sshd.keyFile}\n  StrictHostKeyChecking accept-new\n`
  const made = testEngine(makeHome(sshd, { config, known: false }).env, { knownHostsFile: join(profile, 'known_hosts') })
  rmSync(made.dir, { recursive: true })
  engine = made.engine
  window = made.window
  await window.request('workspace.open', { target: 'box' })
  await window.until('it is connected', () => window.agent('box')?.link.phase === 'connected')
  for (const [side, path] of [['startup', startup.path], ['agent', agentLog]] as const) {
    const added = await window.request('log.add', { agentId: id(), path })
    if (!added.ok) throw new Error(added.failure.sentence)
    await window.request('log.show', { agentId: id(), side, logId: added.value.id })
    const pane = await window.openPane(side, added.value.id)
    await window.until('it is followed', () => pane.status?.condition === 'following')
  }
}

const id = (): string => window.agent('box')!.id
const runs = (): RunSummary[] => window.agent('box')?.runs ?? []
const manifests = (): { file: string; manifest: RecordingManifest }[] =>
  readdirSync(join(profile, 'recordings'))
    .filter((name) => /^\d/.test(name))
    .sort()
    .map((name) => join(profile, 'recordings', name, 'manifest.json'))
    .map((file) => ({ file, manifest: JSON.parse(readFileSync(file, 'utf8')) as RecordingManifest }))
const recorded = (what: string, is: (all: RecordingManifest[]) => boolean) =>
  expect.poll(() => is(manifests().map(({ manifest }) => manifest)), { message: what, timeout: 30_000, interval: 50 }).toBe(true)

function tell(): void {
  appendFileSync(agentLog, log.log.slice(taken))
  taken = log.log.length
}

/** As the agent opens a script's log: neither truncated nor appended to. */
function write(text: string, at = 0): void {
  const file = openSync(startup.path, 'r+')
  writeSync(file, text, at)
  closeSync(file)
}

function begin(): void {
  log.start()
  log.begin([startup])
  tell()
}

function end(ends: number, text: string): void {
  write(text)
  const script = { ...startup, ends }
  log.later(4000)
  log.end(script, 0)
  log.finish([script])
  tell()
}

const FAILED = 'Reading package lists...\nE: Unable to locate package nosuchtool\n' + 'a line of the run that failed\n'.repeat(20)

it('names the line that explains an older run, with the output that was recorded of it one step away', async () => {
  begin()
  end(100, FAILED)
  await start()
  await recorded('the failure is recorded', ([first]) => first?.run.verdict.cause?.from === 'script')
  log.later(10_000)
  begin()
  end(0, 'the second run went well\n')
  await window.until('the older run has its cause', () => runs()[1]?.verdict.cause?.from === 'script')
  const [newest, older] = runs()
  expect(newest).toMatchObject({ kind: 'ready', verdict: { cause: null } })
  expect(newest!.keptLogs).toBeUndefined()
  expect(older!.verdict).toMatchObject({ kind: 'failed', exitCode: 100, cause: { from: 'script', path: startup.path, line: 2, text: 'E: Unable to locate package nosuchtool' } })
  expect(older!.keptLogs).toMatchObject([{ ofPath: startup.path }])

  const { logId, offset } = older!.verdict.cause!
  expect(offset).toBe(FAILED.indexOf('E: '))
  expect((await window.request('log.show', { agentId: id(), side: 'startup', logId: logId! })).ok).toBe(true)
  await window.until('it is shown', () => window.agent('box')?.shown.startup === logId)
  expect(window.agent('box')?.logs.find((one) => one.id === logId)).toMatchObject({ store: 'recording', path: startup.path })
  const pane = await window.openPane('kept', logId!)
  await window.until('all of it is there', () => pane.lines.length >= 22)
  expect(pane.lines.join('\n')).toBe(FAILED.trimEnd())

  // The log itself comes back, and a log of no run is none.
  expect((await window.request('log.show', { agentId: id(), side: 'startup', logId: `${id()}:k-nothing-0` })).ok).toBe(false)
  const live = window.agent('box')!.logs.find((one) => one.path === startup.path && one.store === 'file')!
  await window.request('log.show', { agentId: id(), side: 'startup', logId: live.id })
  await window.until('the log itself is shown', () => window.agent('box')?.shown.startup === live.id)
  expect(window.agent('box')?.logs.filter((one) => one.store === 'recording')).toEqual([])
}, 90_000)

it('reads the recorded log where only the agent’s word was recorded, also after a restart', async () => {
  begin()
  end(100, FAILED)
  await start()
  await recorded('the failure is recorded', ([first]) => first?.run.verdict.cause?.from === 'script')
  await engine.stop()
  for (const { file, manifest } of manifests()) {
    manifest.run.verdict.cause = { path: agentLog, offset: 0, sentence: 'The agent says no more than this.', text: 'exit status 100', line: null, from: 'agent' }
    writeFileSync(file, JSON.stringify(manifest))
  }
  log.later(10_000)
  begin()
  end(0, 'the second run went well\n')
  await start()
  await window.request('runs.list', { agentId: id() })
  await window.until('the older run has its cause', () => runs()[1]?.verdict.cause?.from === 'script')
  expect(runs()[1]!.verdict.cause).toMatchObject({ path: startup.path, line: 2, text: 'E: Unable to locate package nosuchtool' })
}, 90_000)

it('measures the steps of a start against those of runs before the app was started', async () => {
  await startEmpty()
  log.nowMs = Date.now()
  begin()
  write('==> Fetching\n')
  await window.until('the first step is seen', () => steps().length === 1)
  write('==> Fetching\n==> Building\n')
  await window.until('the second step is seen', () => steps().length === 2)
  end(0, '==> Fetching\n==> Building\ndone\n')
  await window.until('it is ready', () => runs()[0]?.kind === 'ready')
  expect(steps().map(({ usualMs }) => usualMs)).toEqual([null, null])
  await recorded('its steps are recorded', ([first]) => first?.run.scripts[0]?.steps.length === 2 && first.run.scripts[0].quietMs !== null && first.run.verdict.kind === 'ready')
  await engine.stop()
  expect(manifests()[0]!.manifest.run.scripts[0]!.steps).toMatchObject([
    { name: 'Fetching', offset: 0, startedMs: expect.any(Number) as number, endedMs: expect.any(Number) as number },
    { name: 'Building', offset: 13 },
  ])

  await start()
  log.nowMs = Date.now()
  begin()
  write('==> Fetching again\n==> Building\n')
  await window.until('both steps of this run are seen', () => steps().map(({ name }) => name).join() === 'Fetching again,Building')
  expect(steps()).toMatchObject([{ usualMs: null }, { usualMs: expect.any(Number) as number }])
}, 90_000)

const steps = () => window.agent('box')?.outputs?.[0]?.steps ?? []

/** Nothing has run yet, so the script is seen from its first byte. */
async function startEmpty(): Promise<void> {
  await start()
  await window.until('no run is known', () => window.agent('box')?.history?.runs === 0)
}
