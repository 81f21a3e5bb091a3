import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordingInfo } from '@shared/model'
import * as v from 'valibot'
import { infoOf, PINNED_FILE, pinRecording, RECORDING_ID, removeRecording } from '../list'
import { MANIFEST_FILE } from '../manifest'

/** What the person wrote to a run; beside the manifest, which stays as it was recorded. */
const reviewSchema = v.object({ note: v.pipe(v.string(), v.maxLength(2000)) })
const REVIEW_FILE = 'review.json'
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
    const ids = (await readdir(this.root).catch(() => [])).filter((name) => RECORDING_ID.test(name))
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
    return RECORDING_ID.test(id) ? join(this.root, id) : null
  }

  async pin(id: string, pinned: boolean): Promise<boolean> {
    if (!(await this.existing(id))) return false
    await pinRecording(this.root, id, pinned)
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

  /** Takes it away for good; false while it is open, or being recorded. */
  remove(id: string): Promise<boolean> {
    return removeRecording(this.root, id)
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
    const pinned = beside.includes(PINNED_FILE)
    const sign = [found.mtimeMs, found.size, review?.mtimeMs, pinned].join()
    const known = this.known.get(id)
    if (known?.sign === sign) return known.info
    const read = await infoOf(this.root, id)
    if (!read) return null
    const info = { ...read, note: await noteIn(folder, review !== null) }
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
