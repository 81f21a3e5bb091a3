import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordingManifest } from '@shared/model'
import type { FrameCipher } from './frame-cipher'
import { recordingId } from './list'
import { readManifest } from './manifest'
import type { FollowedLog } from './recorder-ports'
import { goesOn } from './resume-log'

/** Of an agent's recordings the newest so many are looked at. */
const MOST_LOOKED_AT = 20

/** What the folders of an agent's recordings end with; sealed ones are apart from plain ones, and those of another key. */
export function recordingOwner(agentId: string, cipher: FrameCipher | null): string {
  return cipher ? `${agentId}-sealed-${cipher.keyId.slice(0, 8)}` : agentId
}

/**
 * The recording in which an earlier life of the app saved this run: the one that names it or, where no agent log tells of
 * runs, the newest in which a log begins as it does now. Null where there is none.
 */
export async function findRecording(root: string, owner: string, runId: string | null, followed: readonly FollowedLog[], cipher: FrameCipher | null): Promise<{ folder: string; startedMs: number } | null> {
  const end = recordingId(0, owner).slice(15)
  const names = (await readdir(root).catch((): string[] => [])).filter((name) => /^\d{15}/.test(name) && name.slice(15) === end)
  for (const name of names.sort().reverse().slice(0, MOST_LOOKED_AT)) {
    const folder = join(root, name)
    const read = await readManifest(folder)
    if (!read.ok || read.value.run.id !== runId || (read.value.encryption?.keyId ?? null) !== (cipher?.keyId ?? null)) continue
    if (runId === null && !(await hasOneOf(folder, read.value, cipher, followed))) return null
    return { folder, startedMs: Number(name.slice(0, 15)) }
  }
  return null
}

async function hasOneOf(folder: string, { logs }: RecordingManifest, cipher: FrameCipher | null, followed: readonly FollowedLog[]): Promise<boolean> {
  for (const { path, source } of followed) {
    const log = logs.find((one) => one.path === path)
    if (log && (await goesOn(folder, log, cipher, source, source.epochStart()).catch(() => false))) return true
  }
  return false
}
