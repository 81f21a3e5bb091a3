import { lstat, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordingInfo, RecordingManifest, RemovedRecording } from '@shared/model'
import { readManifest } from './manifest'
import { isOpen } from './open-recording'
import type { ListRecordings } from './types'

/** Folders are named by the run's start and the agent, so that the oldest come first by name. */
export const RECORDING_ID = /^\d{15}-[a-z0-9-]{1,80}$/
export const PINNED_FILE = 'pinned'
/** Manifests that are read at a time. */
const AT_ONCE = 32

export function recordingId(startedMs: number, agentId: string): string {
  return `${String(Math.max(0, Math.round(startedMs))).padStart(15, '0')}-${agentId.toLowerCase().replace(/[^a-z0-9-]/g, '-').slice(0, 80)}`
}

export const listRecordings: ListRecordings = async (root) => {
  const names = (await readdir(root).catch((): string[] => [])).filter((name) => RECORDING_ID.test(name)).sort().reverse()
  const infos: (RecordingInfo | null)[] = []
  for (let at = 0; at < names.length; at += AT_ONCE) infos.push(...(await Promise.all(names.slice(at, at + AT_ONCE).map((name) => infoOf(root, name)))))
  return infos.filter((one) => one !== null)
}

/** Null where it cannot be read. */
export async function infoOf(root: string, id: string): Promise<RecordingInfo | null> {
  const folder = join(root, id)
  const [read, storedBytes, pinned] = await Promise.all([readManifest(folder), bytesOf(folder), isPinned(folder)])
  return read.ok ? infoFrom(id, read.value, storedBytes, pinned) : null
}

/** The person keeps it whatever its age, or does not any more. Rejects when that cannot be written. */
export async function pinRecording(root: string, id: string, pinned: boolean): Promise<void> {
  if (!RECORDING_ID.test(id)) return
  const file = join(root, id, PINNED_FILE)
  if (pinned) await writeFile(file, '', { mode: 0o600 })
  else await unlink(file).catch(() => undefined)
}

/** Takes a recording away, at the person's word. False while it is open. */
export async function removeRecording(root: string, id: string): Promise<boolean> {
  const folder = join(root, id)
  if (!RECORDING_ID.test(id) || isOpen(folder)) return false
  await rm(folder, { recursive: true, force: true })
  return true
}

function infoFrom(id: string, manifest: RecordingManifest, storedBytes: number, pinned: boolean): RecordingInfo {
  const { workspace, agent, run, savedMs, state, logs, encryption } = manifest
  return {
    id,
    workspace,
    agent,
    runId: run.id,
    startedMs: run.startedMs,
    endedMs: run.endedMs,
    savedMs,
    kind: run.verdict.kind,
    sentence: run.verdict.sentence,
    durationMs: run.verdict.durationMs,
    storedBytes,
    logs: logs.map(({ name, path, title, kind, sizeBytes }) => ({ name, path, title, kind, sizeBytes })),
    state,
    pinned,
    encrypted: encryption !== null,
  }
}

async function isPinned(folder: string): Promise<boolean> {
  return stat(join(folder, PINNED_FILE)).then(() => true, () => false)
}

export async function bytesOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch((): string[] => [])
  const sizes = await Promise.all(names.map((name) => lstat(join(folder, name)).then((one) => one.size, () => 0)))
  return sizes.reduce((sum, one) => sum + one, 0)
}

/** What was removed before, newest first; empty where nothing was. */
export async function removedBefore(root: string): Promise<RemovedRecording[]> {
  try {
    const json: unknown = JSON.parse(await readFile(join(root, REMOVED_FILE), 'utf8'))
    return Array.isArray(json) ? (json as RemovedRecording[]).filter((one) => typeof one?.id === 'string').slice(0, MOST_REMOVED) : []
  } catch {
    return []
  }
}

export const REMOVED_FILE = 'removed.json'
export const MOST_REMOVED = 200
