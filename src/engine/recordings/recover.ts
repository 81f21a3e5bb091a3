import type { RecordedLog, RecordedRange } from '@shared/model'
import type { FrameCipher } from './frame-cipher'
import { missingOf, rangeFile, stretchesOf, type SavedStretch } from './layout'
import { readManifest } from './manifest'
import { cipherOf } from './open-recording'
import { unpackFrame } from './range-file'
import { RangeWriter } from './range-writer'
import type { RecordingKeys } from './types'
import { removeUnnamed } from './tidy-folder'
import { writeManifest } from './write-manifest'

/**
 * Closes a recording whose writer ended without a word: gives each range the public table, and the end of a log that was
 * saved by turns its place. False where there was nothing to do, or it cannot be read. Rejects when the disk is full.
 */
export async function recoverRecording(folder: string, keyOf?: RecordingKeys): Promise<boolean> {
  const read = await readManifest(folder)
  if (!read.ok || read.value.state !== 'open') return false
  const manifest = read.value
  const cipher = cipherOf(manifest, keyOf)
  if (cipher === 'locked') return false
  for (const log of manifest.logs) await recoverLog(folder, log, cipher)
  await writeManifest(folder, { ...manifest, state: 'recovered' })
  await removeUnnamed(folder, manifest)
  return true
}

async function recoverLog(folder: string, log: RecordedLog, cipher: FrameCipher | null): Promise<void> {
  const stretches = await stretchesOf(folder, log, cipher)
  const ranges: RecordedRange[] = []
  try {
    for (const one of stretches) ranges.push(await closeStretch(folder, log, one, cipher))
  } finally {
    for (const { range } of stretches) await range.close()
  }
  const sizeBytes = Math.max(log.sizeBytes, stretches.at(-1)?.to ?? 0)
  Object.assign(log, { sizeBytes, ranges, missing: missingOf(sizeBytes, ranges, log.missing) })
}

async function closeStretch(folder: string, log: RecordedLog, stretch: SavedStretch, cipher: FrameCipher | null): Promise<RecordedRange> {
  const { from, to, file, base, range } = stretch
  const known = log.ranges.find((one) => one.file === file)
  if (range.finished && known) return { ...known, from, to }
  if (base === from && !file.includes('.tail-')) {
    const writer = await RangeWriter.goOn({ folder, file, cipher }, from)
    if (writer) return writer.close()
  }
  const writer = await RangeWriter.create({ folder, file: rangeFile(log.name, from, cipher !== null), cipher }, from)
  for (const [index, frame] of range.frames.entries()) {
    const bytes = unpackFrame(await range.stored(frame), frame, { file, cipher }, index)
    const skip = Math.max(0, from - base - frame.plainAt)
    const end = Math.min(bytes.length, to - base - frame.plainAt)
    if (end > skip) await writer.append(bytes.subarray(skip, end))
  }
  return writer.close()
}
