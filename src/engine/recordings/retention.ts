import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesOf, infoOf, MOST_REMOVED, RECORDING_ID, REMOVED_FILE, removedBefore } from './list'
import type { RemovedRecording } from '@shared/model'
import { isOpen } from './open-recording'

/** How long and how much is kept. */
export interface Retention {
  days: number
  /** Bytes on disk, of all recordings. */
  bytes: number
}

const DAY_MS = 24 * 3600 * 1000

/** Removes what is too old, and the oldest of what is too much; what is pinned or open stays. Tells what it removed. */
export async function prune(root: string, { days, bytes }: Retention, nowMs: number): Promise<RemovedRecording[]> {
  const names = (await readdir(root).catch((): string[] => [])).filter((name) => RECORDING_ID.test(name)).sort()
  const all = await Promise.all(names.map(async (id) => ({ id, storedBytes: await bytesOf(join(root, id)), info: await infoOf(root, id) })))
  let total = all.reduce((sum, one) => sum + one.storedBytes, 0)
  const removed: RemovedRecording[] = []
  for (const { id, storedBytes, info } of all) {
    const startedMs = info?.startedMs ?? Number(id.slice(0, 15))
    const old = (info?.savedMs ?? startedMs) < nowMs - days * DAY_MS
    if ((!old && total <= bytes) || info?.pinned || isOpen(join(root, id))) continue
    await rm(join(root, id), { recursive: true, force: true })
    total -= storedBytes
    removed.push({ id, workspace: info?.workspace.name ?? '', agent: info?.agent.name ?? '', startedMs, storedBytes, why: old ? 'age' : 'room', removedMs: nowMs })
  }
  if (removed.length > 0) {
    const list = [...removed.toReversed(), ...(await removedBefore(root))].slice(0, MOST_REMOVED)
    await writeFile(join(root, REMOVED_FILE), `${JSON.stringify(list, null, 1)}\n`, { mode: 0o600 })
  }
  return removed
}
