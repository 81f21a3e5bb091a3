import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordingManifest, Result } from '@shared/model'
import { recordingId } from '../list'
import { MANIFEST_FILE, parseManifest } from '../manifest'
import { FOOT_BYTES, tableFrames } from '../seek-table'
import type { OpenRecording, RecordingKeys } from '../types'
import { openArchive, tooLarge, type ArchiveEntry } from './archive'
import { reasonOf, refuseImport, unknownKind } from './failures'
import { jsonDepth, jsonIsWide } from './json-depth'
import { IMPORT_LIMITS, type ImportLimits } from './limits'
import { bundleLogs, takeBundle } from './support-bundle'
import { readText, TooLong, unpackTo } from './unpack'
import { verifyRecording } from './verify'

export interface ImportPorts {
  /** The folder of the app's own recordings (absolute); the import becomes one of them. */
  root: string
  open: OpenRecording
  /** Keys of this machine, for what was encrypted here. */
  keyOf?: RecordingKeys
  app: string
  nowMs(): number
  limits?: ImportLimits
}

/**
 * Takes a recording (its folder or zip) or a support bundle of Coder into the app's own recordings and gives its id there. It
 * is unpacked beside them, checked to its last byte, and moved to its place only then; what is refused leaves nothing behind.
 */
export async function importRecording(path: string, ports: ImportPorts, signal: AbortSignal): Promise<Result<{ id: string }>> {
  const folder = join(ports.root, `.import-${randomUUID()}`)
  const limits = ports.limits ?? IMPORT_LIMITS
  try {
    await mkdir(ports.root, { recursive: true, mode: 0o700 })
    await mkdir(folder, { mode: 0o700 })
    const found = await stat(path)
    const taken = found.isDirectory()
      ? await takeFiles(await filesOf(path, limits), folder, limits, signal)
      : found.isFile()
        ? await takeArchive(path, folder, ports, limits, signal)
        : unknownKind()
    return taken.ok ? await settle(taken.value, folder, ports, signal) : taken
  } catch (error) {
    if (error instanceof TooLong) return tooLarge(limits)
    return refuseImport(signal.aborted ? 'it was cancelled' : reasonOf(error))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function takeArchive(path: string, folder: string, ports: ImportPorts, limits: ImportLimits, signal: AbortSignal): Promise<Result<RecordingManifest>> {
  const archive = await openArchive(path, limits)
  if (!archive.ok) return archive
  try {
    const { entries } = archive.value
    if (entries.some(({ name }) => isManifest(name))) return await takeFiles(entries, folder, limits, signal)
    if (bundleLogs(entries).length === 0) return unknownKind()
    return { ok: true, value: await takeBundle(entries, folder, { limits, app: ports.app, nowMs: ports.nowMs(), signal }) }
  } finally {
    archive.value.close()
  }
}

/** At the top, or in the one folder that holds everything. */
function isManifest(name: string): boolean {
  return name === MANIFEST_FILE || (name.endsWith(`/${MANIFEST_FILE}`) && name.split('/').length === 2)
}

/** A recording's files: the manifest says which, nothing else is taken. */
async function takeFiles(entries: readonly ArchiveEntry[], folder: string, limits: ImportLimits, signal: AbortSignal): Promise<Result<RecordingManifest>> {
  const own = entries.find(({ name }) => name === MANIFEST_FILE) ?? entries.find(({ name }) => isManifest(name))
  if (!own) return unknownKind()
  if (own.bytes > limits.jsonBytes) return refuseImport('its manifest is larger than any that this app writes')
  const text = await readText(await own.read(), limits.jsonBytes, signal)
  if (jsonDepth(text, limits.jsonDepth) > limits.jsonDepth) return refuseImport('its manifest is nested too deeply')
  if (jsonIsWide(text, limits.jsonValues)) return refuseImport('its manifest has more in it than any that this app writes')
  const manifest = parseManifest(text)
  if (!manifest.ok) return manifest
  const beside = own.name.slice(0, own.name.length - MANIFEST_FILE.length)
  const ranges = manifest.value.logs.flatMap((log) => log.ranges)
  if (ranges.reduce((sum, { from, to }) => sum + to - from, 0) > limits.allBytes) return tooLarge(limits)
  let frames = 0
  for (const range of ranges) {
    const entry = entries.find(({ name }) => name === beside + range.file)
    if (!entry) return refuseImport('a file is missing in it')
    await unpackTo(join(folder, range.file), await entry.read(), limits.entryBytes, signal)
    frames += await framesOf(join(folder, range.file))
    if (frames > limits.frames) return refuseImport('a log in it is damaged')
  }
  return manifest
}

/** As the table at its end tells; 0 where there is none. */
async function framesOf(path: string): Promise<number> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const foot = Buffer.alloc(Math.min(FOOT_BYTES, size))
    await file.read(foot, 0, foot.length, size - foot.length)
    return tableFrames(foot)
  } finally {
    await file.close()
  }
}

/** The files of a folder, without what lies in folders below it; a link is refused when it is read. */
async function filesOf(folder: string, limits: ImportLimits): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = []
  for (const name of (await readdir(folder)).slice(0, limits.entries)) {
    const path = join(folder, name)
    const found = await lstat(path)
    if (found.isDirectory()) continue
    entries.push({
      name,
      bytes: found.size,
      async read() {
        // Neither a link nor a pipe that nobody writes to.
        const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
        if ((await file.stat()).isFile()) return file.createReadStream()
        await file.close()
        throw Object.assign(new Error(), { code: 'ELOOP' })
      },
    })
  }
  return entries
}

async function settle(manifest: RecordingManifest, folder: string, { root, open, keyOf }: ImportPorts, signal: AbortSignal): Promise<Result<{ id: string }>> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  await writeFile(join(folder, MANIFEST_FILE), text, { mode: 0o600, flag: 'wx' })
  const wrong = await verifyRecording(folder, open, keyOf ?? (() => null), signal)
  if (wrong) return wrong
  // The same recording again is the same recording.
  const { savedMs: _, ...what } = manifest
  const id = recordingId(manifest.run.startedMs ?? 0, `imported-${createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 20)}`)
  await rm(join(root, id), { recursive: true, force: true })
  await rename(folder, join(root, id))
  return { ok: true, value: { id } }
}
