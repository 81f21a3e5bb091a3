import { readdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordingInfo, RecordingManifest } from '@shared/model'
import * as v from 'valibot'
import { MANIFEST_FILE, readManifest } from '../manifest'

/** What the person wrote to a run; beside the manifest, which stays as it was recorded. */
const reviewSchema = v.object({ note: v.pipe(v.string(), v.maxLength(2000)) })
const REVIEW_FILE = 'review.json'
/** A recording with this file in its folder is kept, whatever its age. */
const PIN_FILE = 'pinned'
const ID = /^[a-z0-9-]{1,120}$/
/** Folders that are looked at side by side. */
const AT_ONCE = 16

export interface ListedRecording extends RecordingInfo {
  note: string
}

/** The app's own recordings as a list. Manifests that did not change are not read again. */
export class RecordingList {
  private readonly known = new Map<string, { sign: string; info: ListedRecording }>()

  constructor(
    /** Absolute path. */
    readonly root: string,
  ) {}

  /** Newest first; what cannot be read is left out. */
  async list(): Promise<ListedRecording[]> {
    const ids = (await readdir(this.root).catch(() => [])).filter((name) => ID.test(name))
    for (const id of [...this.known.keys()]) if (!ids.includes(id)) this.known.delete(id)
    const found: ListedRecording[] = []
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const some = await Promise.all(ids.slice(at, at + AT_ONCE).map((id) => this.look(id)))
      found.push(...some.filter((one) => one !== null))
    }
    return found.sort((a, b) => timeOf(b) - timeOf(a))
  }

  /** Where it lies; null for what is no id of a recording. */
  folder(id: string): string | null {
    return ID.test(id) ? join(this.root, id) : null
  }

  async pin(id: string, pinned: boolean): Promise<boolean> {
    const folder = await this.existing(id)
    if (!folder) return false
    const file = join(folder, PIN_FILE)
    await (pinned ? writeFile(file, '', { mode: 0o600 }) : unlink(file).catch(() => undefined))
    return true
  }

  async write(id: string, note: string): Promise<boolean> {
    const folder = await this.existing(id)
    if (!folder) return false
    const file = join(folder, REVIEW_FILE)
    await writeFile(`${file}.new`, JSON.stringify({ note }), { mode: 0o600 })
    await rename(`${file}.new`, file)
    return true
  }

  async remove(id: string): Promise<boolean> {
    const folder = await this.existing(id)
    if (!folder) return false
    // Out of the list at once, also where a file of it cannot be removed yet.
    const going = join(this.root, `.gone-${id}`)
    await rm(going, { recursive: true, force: true })
    await rename(folder, going)
    await rm(going, { recursive: true, force: true })
    return true
  }

  private async existing(id: string): Promise<string | null> {
    const folder = this.folder(id)
    const found = folder === null ? null : await stat(folder).catch(() => null)
    return found?.isDirectory() ? folder : null
  }

  private async look(id: string): Promise<ListedRecording | null> {
    const folder = join(this.root, id)
    const found = await stat(join(folder, MANIFEST_FILE)).catch(() => null)
    if (!found) return null
    const beside = await readdir(folder)
    const review = beside.includes(REVIEW_FILE) ? await stat(join(folder, REVIEW_FILE)).catch(() => null) : null
    const pinned = beside.includes(PIN_FILE)
    const sign = [found.mtimeMs, found.size, review?.mtimeMs, pinned].join()
    const known = this.known.get(id)
    if (known?.sign === sign) return known.info
    const manifest = await readManifest(folder)
    if (!manifest.ok) return null
    const info = { ...infoOf(id, manifest.value, found.size), pinned, note: await noteIn(folder, review !== null) }
    this.known.set(id, { sign, info })
    return info
  }
}

function timeOf({ startedMs, savedMs }: RecordingInfo): number {
  return startedMs ?? savedMs
}

async function noteIn(folder: string, there: boolean): Promise<string> {
  if (!there) return ''
  try {
    const parsed = v.safeParse(reviewSchema, JSON.parse(await readFile(join(folder, REVIEW_FILE), 'utf8')))
    return parsed.success ? parsed.output.note : ''
  } catch {
    return ''
  }
}

function infoOf(id: string, manifest: RecordingManifest, manifestBytes: number): RecordingInfo {
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
    storedBytes: manifestBytes + logs.flatMap(({ ranges }) => ranges).reduce((sum, { storedBytes }) => sum + storedBytes, 0),
    logs: logs.map(({ name, path, title, kind, sizeBytes }) => ({ name, path, title, kind, sizeBytes })),
    state,
    pinned: false,
    encrypted: encryption !== null,
  }
}
