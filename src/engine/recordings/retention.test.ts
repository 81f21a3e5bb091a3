import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { listRecordings, pinRecording, recordingId, removedBefore, removeRecording } from './list'
import { remove, temporaryFolder } from './log-writer.test-kit'
import { emptyManifest } from './manifest.test-kit'
import { holdOpen } from './open-recording'
import { prune } from './retention'
import { writeManifest } from './write-manifest'

const DAY = 24 * 3600 * 1000
const NOW = 1_800_000_000_000
let root: string
beforeEach(async () => {
  root = await temporaryFolder()
})
afterEach(() => remove(root))

async function recording(days: number, kib: number): Promise<string> {
  const savedMs = NOW - days * DAY
  const id = recordingId(savedMs, 'w0123456789ab:a0123456789ab')
  mkdirSync(join(root, id))
  const manifest = emptyManifest()
  await writeManifest(join(root, id), { ...manifest, savedMs, run: { ...manifest.run, startedMs: savedMs } })
  writeFileSync(join(root, id, 'startup.0.zst'), Buffer.alloc(kib * 1024))
  return id
}
const left = (): string[] => readdirSync(root).filter((name) => !name.endsWith('.json')).sort()

it('removes what is too old, and the oldest of what is too much, and says so', async () => {
  const [old, second, third, newest] = [await recording(31, 1), await recording(20, 100), await recording(10, 100), await recording(1, 100)]
  expect((await prune(root, { days: 30, bytes: 250 * 1024 }, NOW)).map(({ id, why }) => [id, why])).toEqual([[old, 'age'], [second, 'room']])
  expect(left()).toEqual([third, newest])
  expect(await removedBefore(root)).toMatchObject([{ id: second, why: 'room', workspace: 'web', agent: 'main', removedMs: NOW }, { id: old, why: 'age' }])
  expect(await prune(root, { days: 30, bytes: 250 * 1024 }, NOW)).toEqual([])
})

it('removes nothing that is pinned or open', async () => {
  const [pinned, open, other] = [await recording(90, 100), await recording(80, 100), await recording(70, 100)]
  await pinRecording(root, pinned, true)
  const hold = holdOpen(join(root, open))
  expect((await prune(root, { days: 30, bytes: 1 }, NOW)).map(({ id }) => id)).toEqual([other])
  expect(await removeRecording(root, open)).toBe(false)
  hold.dispose()
  await pinRecording(root, pinned, false)
  expect((await prune(root, { days: 30, bytes: 1 }, NOW)).map(({ id }) => id)).toEqual([pinned, open])
})

it('lists what there is, newest first, and passes over what it cannot read', async () => {
  const [older, newer] = [await recording(2, 10), await recording(1, 20)]
  await pinRecording(root, older, true)
  mkdirSync(join(root, recordingId(1, 'broken')))
  mkdirSync(join(root, 'something else'))
  expect(await listRecordings(root)).toMatchObject([
    { id: newer, pinned: false, kind: 'ready' },
    { id: older, pinned: true, runId: 'rs' },
  ])
  expect((await listRecordings(root))[0]!.storedBytes).toBeGreaterThan(20 * 1024)
  expect(await removeRecording(root, '../x')).toBe(false)
  expect(await removeRecording(root, newer)).toBe(true)
  expect(existsSync(join(root, newer))).toBe(false)
})
