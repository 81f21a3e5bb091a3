import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { composeWorkspace } from '../../../e2e/peers/coder-data'
import { ListCache } from './list-cache'
import { readWorkspaces } from './schema'
import type { CoderWorkspace } from './types'

let dir = ''
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'tailpane-cache-'))))
afterEach(() => rmSync(dir, { recursive: true }))

const warnings: string[] = []
const cache = (file: string | null = join(dir, 'app', 'coder.json')): ListCache => new ListCache(file, (text) => void warnings.push(text))

const workspaces: CoderWorkspace[] = readWorkspaces(
  [
    composeWorkspace({ name: 'dev', outdated: true, agents: [{ name: 'main', scripts: [{ name: 'A', exitCode: 1, status: 'exit_failure' }, { name: 'B', logPath: '~/b.log', runOnStop: true }] }, { name: 'web', parent: 'main' }] }),
    composeWorkspace({ name: 'gpu', status: 'failed', jobError: 'quota', agents: [{ name: 'main', status: 'timeout', startedAt: null, readyAt: null }] }),
  ],
  'd1',
) ?? []

it('gives back exactly what was put, in the next process too', async () => {
  const first = cache()
  first.put('https://a.example.com', workspaces, 1234)
  first.put('https://b.example.com', [], 5678)
  await first.settled()
  const second = cache()
  await second.load()
  expect(workspaces).toHaveLength(2)
  expect(second.of('https://a.example.com', 'd1')).toEqual({ workspaces, checkedMs: 1234 })
  expect(second.of('https://b.example.com', 'd2')).toEqual({ workspaces: [], checkedMs: 5678 })
  expect(second.of('https://c.example.com', 'd3')).toBeNull()
})

it('forgets what it is told to', async () => {
  const kept = cache()
  kept.put('https://a.example.com', workspaces, 1)
  kept.drop('https://a.example.com')
  await kept.settled()
  const again = cache()
  await again.load()
  expect(again.of('https://a.example.com', 'd1')).toBeNull()
})

it('writes for the person only, and leaves no half file', async () => {
  const kept = cache()
  for (let i = 0; i < 20; i++) kept.put('https://a.example.com', workspaces, i)
  await kept.settled()
  expect(readdirSync(join(dir, 'app'))).toEqual(['coder.json'])
  expect(statSync(join(dir, 'app', 'coder.json')).mode & 0o777).toBe(0o600)
  const again = cache()
  await again.load()
  expect(again.of('https://a.example.com', 'd1')?.checkedMs).toBe(19)
})

it('says so where it cannot write, and goes on', async () => {
  writeFileSync(join(dir, 'app'), 'a file where the folder should be')
  const kept = cache()
  kept.put('https://a.example.com', workspaces, 1)
  await kept.settled()
  expect(warnings.at(-1)).toMatch(/^coder: the list could not be kept \(E/)
  expect(kept.of('https://a.example.com', 'd1')?.workspaces).toEqual(workspaces)
})

it('keeps nothing without a file', async () => {
  const kept = cache(null)
  await kept.load()
  kept.put('https://a.example.com', workspaces, 1)
  await kept.settled()
  expect(readdirSync(dir)).toEqual([])
})
