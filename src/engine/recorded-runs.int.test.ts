import { randomBytes } from 'node:crypto'
import { appendFileSync, closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RecordingManifest } from '@shared/model'
import { defaultSettings } from '@shared/settings'
import { makeHome, startSshd, type Sshd } from '../../e2e/peers/openssh'
import type { Engine, EnginePorts } from './create-engine'
import { testEngine, type TestWindow } from './engine.test-kit'
import { listRecordings, openRecording, type RecordingKeys } from './recordings'
import { readAll } from './recordings/log-writer.test-kit'
import { AgentLogComposer, type PlannedScript } from './runs/corpus/agent-log.test-kit'

let dir: string
let profile: string
let sshd: Sshd
let engine: Engine
let window: TestWindow

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tailpane-recorded-'))
  profile = mkdtempSync(join(tmpdir(), 'tailpane-profile-'))
  sshd = await startSshd()
})
afterEach(async () => {
  await engine.stop()
  await sshd.stop()
  for (const folder of [dir, profile]) rmSync(folder, { recursive: true, force: true })
})

/** The app starts: an engine on the profile, and a window without a screen with these logs in panes. */
async function start(files: string[], more: Partial<EnginePorts> = {}, keys: Buffer[] = []): Promise<void> {
  const config = `Host box\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  IdentityFile ${sshd.keyFile}\n  StrictHostKeyChecking accept-new\n`
  const made = testEngine(makeHome(sshd, { config, known: false }).env, { knownHostsFile: join(profile, 'known_hosts'), ...more })
  rmSync(made.dir, { recursive: true })
  engine = made.engine
  engine.setRecordingKeys(keys)
  window = made.window
  await window.request('workspace.open', { target: 'box' })
  await window.until('it is connected', () => window.agent('box')?.link.phase === 'connected')
  for (const [index, path] of files.entries()) {
    const added = await window.request('log.add', { agentId: window.agent('box')!.id, path })
    if (!added.ok) throw new Error(added.failure.sentence)
    if (path.endsWith('coder-agent.log')) await window.request('log.show', { agentId: window.agent('box')!.id, side: 'agent', logId: added.value.id })
    const pane = await window.openPane(`p${index}`, added.value.id)
    await window.until('it is followed', () => pane.status?.condition === 'following')
  }
}

interface Recorded {
  manifest: RecordingManifest
  /** By the log's name. */
  logs: Record<string, { from: number; bytes: Buffer }[]>
  files: string[]
}

/** Everything that is recorded, oldest run first. */
async function recorded(keyOf: RecordingKeys = () => null): Promise<Recorded[]> {
  const root = join(profile, 'recordings')
  const all: Recorded[] = []
  for (const { id } of (await listRecordings(root)).reverse()) {
    const opened = await openRecording(join(root, id), keyOf)
    if (!opened.ok) continue
    const manifest = opened.value.manifest()
    const logs: Recorded['logs'] = {}
    for (const { name } of manifest.logs) logs[name] = await readAll(opened.value.source(name)!)
    opened.value.close()
    all.push({ manifest, logs, files: readdirSync(join(root, id)).sort() })
  }
  return all
}

/** As text; what is missing is left out. */
const texts = ({ logs }: Recorded): Record<string, string> => Object.fromEntries(Object.entries(logs).map(([name, parts]) => [name, parts.map(({ bytes }) => bytes.toString()).join('')]))
const saved = (what: string, is: (all: Recorded[]) => boolean) => expect.poll(async () => is(await recorded()), { message: what, timeout: 30_000, interval: 100 }).toBe(true)

const script: PlannedScript = { path: '', text: 'x', tookMs: 4000, ends: 0 }

it('keeps each run for itself: the agent log from start to ready and from shutting down to off, and of the script log what the run wrote', async () => {
  const startup = { ...script, path: join(dir, 'coder-startup-script.log') }
  const agentLog = join(dir, 'coder-agent.log')
  const log = new AgentLogComposer('v2.35.1', Date.now() - 60_000)
  let taken = 0
  const write = (): string => {
    const piece = log.log.slice(taken)
    taken = log.log.length
    appendFileSync(agentLog, piece)
    return piece
  }
  const run = (words: string): void => {
    // As the agent opens it: neither truncated nor appended to.
    const file = openSync(startup.path, 'r+')
    writeSync(file, words, 0)
    closeSync(file)
  }
  writeFileSync(startup.path, 'first run, line 1\nfirst run, line 2\nfirst run, line 3\n')
  writeFileSync(agentLog, '')
  log.start()
  log.begin([startup])
  log.later(4000)
  log.end(startup, 0)
  log.finish([startup])
  const begun = write()
  const started = begun.slice(0, begun.indexOf('\n', begun.indexOf('current={"state":"ready"')) + 1)
  log.chatter()
  const running = write()
  await start([startup.path, agentLog])
  await saved('the start is saved', ([first]) => first !== undefined && texts(first)['agent'] === started)

  log.lifecycle('shutting_down')
  log.lifecycle('off')
  const shutdown = write()
  await saved('the shutdown is saved', ([first]) => first !== undefined && texts(first)['agent-shutdown'] !== undefined && shutdown.endsWith(texts(first)['agent-shutdown']!))

  log.later(5000)
  log.start()
  log.begin([{ ...startup, ends: 7 }])
  write()
  run('second run, line 1\nsecond run, line 2\n')
  log.later(4000)
  log.end({ ...startup, ends: 7 }, 0)
  log.finish([{ ...startup, ends: 7 }])
  write()
  await saved('the second run is saved', (all) => all.length === 2 && all[1]!.manifest.run.verdict.kind === 'failed' && (texts(all[1]!)['startup'] ?? '').includes('second run, line 2'))
  await engine.stop()

  const [first, second] = await recorded()
  expect(first!.manifest).toMatchObject({ state: 'closed', run: { verdict: { kind: 'ready' } } })
  expect(texts(first!)).toEqual({
    startup: 'first run, line 1\nfirst run, line 2\nfirst run, line 3\n',
    agent: started,
    'agent-shutdown': expect.stringContaining('"off"') as string,
  })
  expect(JSON.stringify(texts(first!))).not.toContain(running.split('\n')[0]!.slice(30, 80))
  expect(texts(second!)['startup']).toBe('second run, line 1\nsecond run, line 2\n')
  expect(second!.manifest).toMatchObject({ state: 'closed', run: { verdict: { kind: 'failed', exitCode: 7 } } })
  // Nothing of the second run is in any file of the first.
  expect(first!.manifest.logs.find(({ name }) => name === 'startup')).toMatchObject({ missing: [], ranges: [{ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string }] })
}, 90_000)

it('keeps what stands around an error that the end of a long log has moved past', async () => {
  const file = join(dir, 'long.log')
  const line = (index: number): string => `line ${String(index).padStart(7, '0')} of a log that goes on and on, as they do\n`
  const lines = (from: number, to: number): string => Array.from({ length: to - from }, (_, index) => line(from + index)).join('')
  writeFileSync(file, lines(0, 14_000))
  await start([file])
  const problem = 'error: the disk of the mirror is full\n'
  appendFileSync(file, lines(14_000, 18_000) + problem + lines(18_000, 20_000))
  await saved('the end is saved with the error in it', ([one]) => one !== undefined && JSON.stringify(texts(one)).includes(problem.trim()))
  appendFileSync(file, lines(20_000, 60_000))
  await saved('the end has moved past it', ([one]) => one !== undefined && JSON.stringify(texts(one)).includes(line(59_999).trim()))
  await engine.stop()
  const [one] = await recorded()
  const parts = Object.values(one!.logs)[0]!
  const whole = lines(0, 18_000) + problem + lines(18_000, 60_000)
  for (const { from, bytes } of parts) expect(bytes.toString() === whole.slice(from, from + bytes.length)).toBe(true)
  const at = lines(0, 18_000).length
  const around = parts.find(({ from, bytes }) => from <= at && from + bytes.length > at)
  expect(around?.from).toBe(at - 4096)
  expect(around?.bytes.length).toBe(8192)
  expect(one!.manifest.logs[0]!.missing.map(({ why }) => why)).toEqual(['bound', 'bound'])
}, 90_000)

it('goes on in the same files after a restart of the app, whether or not an agent log tells of runs', async () => {
  const file = join(dir, 'plain.log')
  writeFileSync(file, 'before the restart\n')
  await start([file])
  await engine.stop()
  expect(texts((await recorded())[0]!)).toEqual({ custom: 'before the restart\n' })
  appendFileSync(file, 'while it was closed\n')
  // As if it had been a minute: a later time of change must not make another run of it.
  utimesSync(file, Date.now() / 1000 + 60, Date.now() / 1000 + 60)
  await start([file])
  appendFileSync(file, 'after the restart\n')
  await saved('it is saved', ([one]) => one !== undefined && JSON.stringify(texts(one)).includes('after the restart'))
  await engine.stop()
  let all = await recorded()
  expect(all.map(texts)).toEqual([{ custom: 'before the restart\nwhile it was closed\nafter the restart\n' }])
  expect(all[0]!.files).toEqual(['custom.0.zst', 'manifest.json'])

  // Other bytes under the same name are another run's.
  writeFileSync(file, 'something else, longer than all that was there before it, on one line\n')
  await start([file])
  await saved('the other one is saved', (every) => every.length === 2)
  await engine.stop()
  all = await recorded()
  expect(all.map((one) => texts(one)['custom']!.slice(0, 14))).toEqual(['before the res', 'something else'])
}, 90_000)

it('encrypts what it saves where the person wants that, and then saves nothing without the key', async () => {
  const agentLog = join(dir, 'coder-agent.log')
  const startup = { ...script, path: join(dir, 'coder-startup-script.log'), ends: 100 }
  const log = new AgentLogComposer('v2.35.1', Date.now() - 60_000)
  log.start()
  log.begin([startup])
  log.later(4000)
  log.end(startup, 0)
  log.finish([startup])
  writeFileSync(agentLog, log.log)
  const cause = 'E: Unable to locate package cuda-toolkit-12-4'
  writeFileSync(startup.path, `Reading package lists...\n${cause}\n`)
  const settings = { ...defaultSettings, recordSealed: true }
  await start([startup.path, agentLog], { settings })
  await window.until('the failure is explained', () => window.agent('box')?.verdict?.cause?.text === cause)
  await engine.stop()
  expect(existsSync(join(profile, 'recordings')) ? readdirSync(join(profile, 'recordings')) : []).toEqual([])

  const key = randomBytes(32)
  await start([startup.path, agentLog], { settings }, [key])
  await window.until('the failure is explained', () => window.agent('box')?.verdict?.cause?.text === cause)
  await saved('the run is listed', () => existsSync(join(profile, 'recordings')) && readdirSync(join(profile, 'recordings')).length === 1)
  await engine.stop()
  const keyOf: RecordingKeys = () => key
  const [one] = await recorded(keyOf)
  expect(texts(one!)['startup']).toContain(cause)
  expect(one!.manifest).toMatchObject({ state: 'closed', encryption: { cipher: 'aes-256-gcm' }, run: { verdict: { kind: 'failed', exitCode: 100 } } })
  const [id] = readdirSync(join(profile, 'recordings'))
  for (const name of one!.files) expect(readFileSync(join(profile, 'recordings', id!, name)).includes('cuda-toolkit'), name).toBe(false)
  // It goes on in the same files at the next start, and what it tells of the run has its line again.
  await start([startup.path, agentLog], { settings }, [key])
  const opened = await window.request('history.open', { id: id! })
  if (!opened.ok) throw new Error(opened.failure.sentence)
  const agent = () => window.workspaces.flatMap(({ agents }) => agents).find((each) => each.saved?.recordingId === id)
  await window.until('it is open', () => agent() !== undefined)
  expect(agent()!.verdict?.cause?.text).toBe(cause)
  engine.setRecordingKeys([])
  await window.request('workspace.close', { workspaceId: agent()!.workspaceId })
  expect(await window.request('history.open', { id: id! })).toMatchObject({ ok: false, failure: { sentence: 'This recording is encrypted, and its key is not on this machine.' } })
}, 90_000)

it('reads what was not recorded from the workspace while it is open, and only while its file is the one that was recorded', async () => {
  const file = join(dir, 'long.log')
  const lines = (from: number, to: number): string => Array.from({ length: to - from }, (_, index) => `line ${String(from + index).padStart(7, '0')} of a long log\n`).join('')
  const line = lines(0, 1).length
  writeFileSync(file, lines(0, 100_000))
  await start([file])
  await saved('its end is saved', ([one]) => one !== undefined && JSON.stringify(texts(one)).includes('line 0099999'))
  const [id] = readdirSync(join(profile, 'recordings'))
  await engine.stop()

  await start([file])
  const opened = await window.request('history.open', { id: id! })
  if (!opened.ok) throw new Error(opened.failure.sentence)
  const logId = `${opened.value.agentId}:l0`
  const look = async (paneId: string, at: number) => {
    const pane = await window.openPane(paneId, logId)
    await window.request('pane.move', { paneId, to: { kind: 'offset', offset: at * line } })
    await window.until(`it shows what is at line ${at}`, () => pane.offsets.some((offset) => offset >= at * line) && pane.view !== null)
    return pane
  }
  // Neither in its beginning nor in its end.
  expect((await look('there', 50_000)).lines).toContain('line 0050000 of a long log')
  // Another run wrote over it, with the same beginning and another end.
  writeFileSync(file, lines(0, 40_000) + lines(200_000, 270_000))
  const live = window.panes.get('p0')!
  await window.until('the pane of the log knows it', () => live.marks.includes('epoch') || live.lines.some((one) => one.startsWith('line 0269999')), 30_000)
  const gone = await look('gone', 60_000)
  expect(gone.marks).toContain('gone')
  expect(gone.text).toMatch(/was not recorded\. While its workspace is open it is read from there\./)
}, 90_000)
