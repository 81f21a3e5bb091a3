import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeHome, startSshd, type Sshd } from '../../e2e/peers/openssh'
import type { Engine } from './create-engine'
import { testEngine, type PaneText, type TestWindow } from './engine.test-kit'
import { listRecordings, openRecording } from './recordings'
import { readAll } from './recordings/log-writer.test-kit'

let dir: string
let profile: string
let sshd: Sshd
let engine: Engine
let window: TestWindow

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tailpane-recorded-'))
  sshd = await startSshd()
})
afterEach(async () => {
  await engine.stop()
  await sshd.stop()
  rmSync(dir, { recursive: true, force: true })
  rmSync(profile, { recursive: true, force: true })
})

/** A window without a screen on the workspace, with a log in a pane. */
async function follow(file: string): Promise<PaneText> {
  const config = `Host box\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  IdentityFile ${sshd.keyFile}\n  StrictHostKeyChecking accept-new\n`
  const made = testEngine(makeHome(sshd, { config, known: false }).env)
  engine = made.engine
  window = made.window
  profile = made.dir
  await window.request('workspace.open', { target: 'box' })
  await window.until('it is connected', () => window.agent('box')?.link.phase === 'connected')
  const added = await window.request('log.add', { agentId: window.agent('box')!.id, path: file })
  if (!added.ok) throw new Error(added.failure.sentence)
  const pane = await window.openPane('p', added.value.id)
  await window.until('it is followed', () => pane.status?.condition === 'following')
  return pane
}

/** What is recorded of a log, whoever wrote it and however that ended. */
async function recorded(file: string): Promise<{ from: number; bytes: Buffer }[]> {
  const root = join(profile, 'recordings')
  for (const { id, logs } of await listRecordings(root)) {
    const log = logs.find((one) => one.path === file)
    if (!log) continue
    const opened = await openRecording(join(root, id))
    if (!opened.ok) throw new Error(opened.failure.sentence)
    const parts = await readAll(opened.value.source(log.name)!)
    opened.value.close()
    return parts
  }
  return []
}

it('has the last line that a pane showed when the server and its files vanish in a flood', async () => {
  const file = join(dir, 'flood.log')
  writeFileSync(file, '')
  const pane = await follow(file)
  let line = 0
  const flood = setInterval(() => {
    let text = ''
    for (let i = 0; i < 4000; i++) text += `line ${line++} of a flood that does not end by itself\n`
    appendFileSync(file, text)
  }, 5)
  try {
    await window.until('several MiB have gone by', () => (pane.offsets.at(-1) ?? 0) > 6 * 1024 * 1024, 60_000)
    sshd.suspend()
  } finally {
    clearInterval(flood)
  }
  await sshd.stop()
  rmSync(file)
  await window.until('the pane knows it', () => pane.status?.condition === 'offline', 60_000)
  const last = pane.lines.findLast((one, index) => /^line \d+ of a flood that does not end by itself$/.test(one) && index < pane.lines.length)!
  await engine.stop()
  const parts = await recorded(file)
  expect(parts.some(({ bytes }) => bytes.includes(last))).toBe(true)
  // The beginning is there as well, and nothing was invented: each stretch is what the log had there.
  expect(parts[0]!.from).toBe(0)
  expect(parts[0]!.bytes.length).toBe(512 * 1024)
  const whole = Array.from({ length: line }, (_, i) => `line ${i} of a flood that does not end by itself\n`).join('')
  for (const { from, bytes } of parts) expect(bytes.toString('latin1') === whole.slice(from, from + bytes.length)).toBe(true)
}, 120_000)

it('keeps a short log whole, in files that only the person can read', async () => {
  const file = join(dir, 'short.log')
  writeFileSync(file, 'first line\n')
  const pane = await follow(file)
  appendFileSync(file, 'second line\n')
  await window.until('the line is shown', () => pane.lines.includes('second line'))
  await engine.stop()
  expect((await recorded(file)).map(({ from, bytes }) => [from, bytes.toString()])).toEqual([[0, 'first line\nsecond line\n']])
  const root = join(profile, 'recordings')
  const [id] = readdirSync(root)
  expect(statSync(join(root, id!)).mode & 0o777).toBe(0o700)
  for (const name of readdirSync(join(root, id!))) expect(statSync(join(root, id!, name)).mode & 0o777, name).toBe(0o600)
  expect(await listRecordings(root)).toMatchObject([{ state: 'closed', workspace: { target: 'box', kind: 'ssh' }, agent: { name: 'box' } }])
}, 60_000)
