import type { Readable } from 'node:stream'
import type { Result } from '@shared/model'
import { getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl'
import { nameKey, wrongName } from './entry-name'
import { reasonOf, refuseImport, type Refused } from './failures'
import type { ImportLimits } from './limits'

export interface ArchiveEntry {
  /** With slashes; safe to compare, never used as a path. */
  name: string
  /** Unpacked; what comes out is not longer. */
  bytes: number
  read(): Promise<Readable>
}

export interface Archive {
  /** Files only. */
  entries: readonly ArchiveEntry[]
  close(): void
}

const STORED = 0
const DEFLATED = 8
const FILE_TYPE = 0o170000
const REGULAR = 0o100000
const FOLDER = 0o040000

/**
 * Opens a zip and checks its table before anything is unpacked: names, links, sizes, ratios, and that no two entries share
 * bytes. Reads the table entry by entry, so its length costs no memory until the bound is reached.
 */
export async function openArchive(file: string, limits: ImportLimits): Promise<Result<Archive>> {
  let zip: ZipFile
  try {
    zip = await openPromise(file, { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true })
  } catch (error) {
    return refuseImport('code' in (error as object) ? reasonOf(error) : 'its table of contents is damaged')
  }
  const checked = zip.entryCount > limits.entries ? tooMany(limits) : await readTable(zip, limits)
  if (!checked.ok) zip.close()
  return checked
}

async function readTable(zip: ZipFile, limits: ImportLimits): Promise<Result<Archive>> {
  const entries: ArchiveEntry[] = []
  const seen = new Set<string>()
  const stretches: { from: number; to: number }[] = []
  let all = 0
  try {
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry)
      const wrong = wrongEntry(entry, name, limits)
      if (wrong) return wrong
      const key = nameKey(name)
      if (seen.has(key)) return refuseImport('two of its files have the same name')
      seen.add(key)
      stretches.push({ from: entry.relativeOffsetOfLocalHeader, to: entry.relativeOffsetOfLocalHeader + entry.compressedSize })
      if (name.endsWith('/')) continue
      all += entry.uncompressedSize
      if (all > limits.allBytes) return tooLarge(limits)
      entries.push({ name, bytes: entry.uncompressedSize, read: () => zip.openReadStreamPromise(entry) })
    }
  } catch {
    return refuseImport('its table of contents is damaged')
  }
  // Entries that share bytes unpack to many times what their sizes say.
  stretches.sort((a, b) => a.from - b.from)
  if (stretches.some(({ from }, index) => from < (stretches[index - 1]?.to ?? 0))) return refuseImport('two of its files lie on each other')
  return { ok: true, value: { entries, close: () => zip.close() } }
}

function wrongEntry(entry: Entry, name: string, limits: ImportLimits): Refused | null {
  const wrong = wrongName(name)
  if (wrong === 'outside') return refuseImport('a file in it would lie outside of its folder')
  if (wrong === 'unusable') return refuseImport('a file in it has a name that cannot be used')
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE
  if (type !== 0 && type !== REGULAR && type !== FOLDER) return refuseImport('a file in it is a link or a device')
  if (entry.isEncrypted()) return refuseImport('it is encrypted')
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) return refuseImport('it is packed in a way that is not known')
  if (entry.uncompressedSize > limits.entryBytes) return tooLarge(limits)
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize)
  if (entry.uncompressedSize > limits.ratioFromBytes && ratio > limits.ratio) {
    return refuseImport(`a file in it unpacks to more than ${limits.ratio} times its size`)
  }
  return null
}

function nameOf(entry: Entry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true)
}

export function tooLarge(limits: ImportLimits): Refused {
  const gib = (bytes: number): string => `${Math.round(bytes / 2 ** 20).toLocaleString('en-US')} MiB`
  return refuseImport(`it is more than can be imported: ${gib(limits.entryBytes)} a file and ${gib(limits.allBytes)} in all`)
}

function tooMany(limits: ImportLimits): Refused {
  return refuseImport(`it has more than ${limits.entries.toLocaleString('en-US')} files`)
}
