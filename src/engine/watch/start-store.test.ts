import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { FileEnds } from './file-budget'
import { StartStore, type StartManifest } from './start-store'

const KIB = 1024
let folder: string
let warnings: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tailpane-starts-'))
  warnings = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const start = (startedMs: number): Omit<StartManifest, 'version' | 'logs'> => ({
  agentId: 'w0123456789ab:a0123456789ab',
  workspace: 'web',
  agent: 'main',
  startedMs,
  takenMs: startedMs + 5000,
  kind: 'ready',
  sentence: 'Ready after 5 s',
  exitCode: null,
})
const log = (path: string, kib: number): FileEnds => ({
  path,
  sizeBytes: kib * KIB,
  modifiedMs: 0,
  parts: [{ offset: 0, bytes: Buffer.from(Array.from({ length: kib }, (_, i) => String(i).padEnd(KIB - 1, '.') + '\n').join('')) }],
})
const store = (runKib: number, allKib: number): StartStore =>
  new StartStore(folder, (text) => warnings.push(text), { runBytes: runKib * KIB, allBytes: allKib * KIB })
const kept = (): string[] => readdirSync(folder).sort()
const manifest = (name: string): StartManifest => JSON.parse(readFileSync(join(folder, name, 'manifest.json'), 'utf8')) as StartManifest

it('keeps short logs whole, and of long ones the beginning and the end, within the bound of a start', async () => {
  await store(100, 1000).keep(start(1), [log('/a', 10), log('/b', 500), log('/c', 500)])
  const { logs } = manifest(kept()[0]!)
  expect(logs.map(({ parts }) => parts.map(({ offset, bytes }) => [offset / KIB, bytes / KIB]))).toEqual([
    [[0, 10]],
    [[0, 22.5], [477.5, 22.5]],
    [[0, 22.5], [477.5, 22.5]],
  ])
  const [head, tail] = logs[1]!.parts.map(({ file }) => readFileSync(join(folder, kept()[0]!, file), 'utf8'))
  expect(head).toMatch(/^0\./)
  expect(tail).toMatch(/499\.+\n$/)
  expect(logs[1]).toMatchObject({ path: '/b', sizeBytes: 500 * KIB })
})

it('lets the oldest starts go first', async () => {
  const all = store(100, 250)
  for (let at = 1; at <= 5; at++) await all.keep(start(at * 1000), [log('/a', 100)])
  expect(kept().map((name) => Number(name.slice(0, 15)))).toEqual([4000, 5000])
})

it('has one place for a start, whoever else may read the folder', async () => {
  const all = store(100, 1000)
  await all.keep(start(1), [log('/a', 3)])
  await all.keep({ ...start(1), kind: 'failed' }, [log('/a', 1)])
  expect(kept()).toHaveLength(1)
  expect(manifest(kept()[0]!)).toMatchObject({ kind: 'failed', logs: [{ parts: [{ bytes: KIB }] }] })
  expect(statSync(folder).mode & 0o777).toBe(0o700)
})

it('says once what stands in its way, and goes on', async () => {
  rmSync(folder, { recursive: true })
  writeFileSync(folder, '')
  const all = store(100, 1000)
  await all.keep(start(1), [log('/a', 1)])
  expect(warnings).toEqual(['watch: a start could not be kept (EEXIST)'])
  rmSync(folder)
  await all.keep(start(1), [log('/a', 1)])
  expect(kept()).toHaveLength(1)
})

it('keeps nothing under a name that is none of ours', async () => {
  await store(100, 1000).keep({ ...start(1), agentId: '../../etc:x' }, [log('/a', 1)])
  expect(kept()).toEqual([])
})
