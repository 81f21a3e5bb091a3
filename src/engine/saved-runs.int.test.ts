import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Engine } from './create-engine'
import { testEngine, type TestWindow } from './engine.test-kit'
import { LogWriter } from './recordings/log-writer'
import { content, saveManifest } from './recordings/log-writer.test-kit'

let profile: string
let engine: Engine
let window: TestWindow
beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'tailpane-saved-'))
})
function start(): void {
  const made = testEngine(process.env, { knownHostsFile: join(profile, 'known_hosts') })
  rmSync(made.dir, { recursive: true })
  ;({ engine, window } = made)
}
afterEach(async () => {
  await engine.stop()
  rmSync(profile, { recursive: true, force: true })
})

/** A recording of one log, among the app's own unless it is said where; made long ago and kept all the same. */
async function recording(id: string, sizeBytes: number, hash?: string, folder = join(profile, 'recordings', id)): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const writer = new LogWriter({ folder, name: 'startup', cipher: null }, { wholeBytes: 16 * 1024 * 1024, errorBytes: 0 })
  await writer.addHead(content(0, sizeBytes))
  const ranges = (await writer.close()).map((range) => ({ ...range, sha256: hash ?? range.sha256 }))
  await saveManifest(folder, writer, sizeBytes, 'closed', ranges)
  writeFileSync(join(folder, 'pinned'), '')
}

const saved = (id: string) => window.workspaces.flatMap(({ agents }) => agents).find((one) => one.saved?.recordingId === id)

it('says of a saved log that it is not what was recorded, and shows it all the same', async () => {
  const [good, bad] = ['000001700000000-good', '000001700000001-bad']
  await recording(good, 700_000)
  await recording(bad, 700_000, 'ab'.repeat(32))
  start()
  for (const id of [good, bad]) expect(await window.request('history.open', { id })).toMatchObject({ ok: true })
  await window.until('it is known', () => (saved(bad)?.saved?.changed.length ?? 0) > 0)
  expect(saved(bad)!.saved!.changed).toEqual([saved(bad)!.logs[0]!.id])
  expect(saved(good)!.saved!.changed).toEqual([])
  const list = await window.request('history.list', {})
  expect(list.ok && Object.fromEntries(list.value.recordings.map(({ id, changed }) => [id, changed]))).toEqual({ [bad]: true, [good]: false })
  const pane = await window.openPane('p', saved(bad)!.logs[0]!.id)
  await window.until('its bytes are shown', () => pane.text.includes(content(0, 63).toString()))
})

it('opens the folder of a recording like a file, and says of any other folder what it is', async () => {
  const own = '000001700000000-own'
  await recording(own, 1000)
  await recording('', 2000, undefined, join(profile, 'elsewhere'))
  mkdirSync(join(profile, 'logs'))
  start()
  const folders = [join(profile, 'recordings', own), join(profile, 'elsewhere'), join(profile, 'logs')]
  engine.setFiles(folders.map((path, index) => ({ ticket: String(index).repeat(32), path })))
  const open = (index: number) => window.request('file.open', { ticket: String(index).repeat(32) })
  const [first, second] = [await open(0), await open(1)]
  if (!first.ok || !second.ok) throw new Error('not opened')
  await window.until('both are open', () => window.workspaces.length === 2)
  expect(saved(own)?.id).toBe(first.value.agentId)
  const pane = await window.openPane('p', `${second.value.agentId}:l0`)
  await window.until('its bytes are shown', () => pane.text.includes(content(1920, 1980).toString()))
  // What lay elsewhere was taken in, and is there the next time as well.
  const list = await window.request('history.list', {})
  expect(list.ok && list.value.recordings.map(({ pinned }) => pinned)).toEqual([true, true])
  expect(await open(2)).toMatchObject({ ok: false, failure: { sentence: expect.stringContaining('logs is a folder, not a log.') as string } })
})
