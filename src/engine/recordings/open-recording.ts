import type { RecordingManifest } from '@shared/model'
import { locked } from './failures'
import { frameCipher, type FrameCipher } from './frame-cipher'
import { missingOf, stretchesOf } from './layout'
import { readManifest } from './manifest'
import { RecordingSource } from './recording-source'
import type { OpenRecording, RecordingKeys } from './types'

/** How often each folder is open (absolute paths): what is open is not removed. */
const inUse = new Map<string, number>()

export function isOpen(folder: string): boolean {
  return inUse.has(folder)
}

/** Until it is disposed, the folder counts as open. */
export function holdOpen(folder: string): { dispose(): void } {
  inUse.set(folder, (inUse.get(folder) ?? 0) + 1)
  let over = false
  return {
    dispose() {
      if (over) return
      over = true
      const left = inUse.get(folder)! - 1
      if (left > 0) inUse.set(folder, left)
      else inUse.delete(folder)
    },
  }
}

/** Opens a recording to read it. One that was not closed opens with all that is whole in it, and stays as it is. */
export const openRecording: OpenRecording = async (folder, keyOf) => {
  const read = await readManifest(folder)
  if (!read.ok) return read
  const manifest = read.value
  const key = cipherOf(manifest, keyOf)
  if (key === 'locked') return locked()
  const sources = new Map<string, RecordingSource>()
  for (const log of manifest.logs) {
    const stretches = await stretchesOf(folder, log, key)
    const sizeBytes = Math.max(log.sizeBytes, stretches.at(-1)?.to ?? 0)
    const ranges = stretches.map(({ from, to, file }) => {
      const known = log.ranges.find((one) => one.file === file)
      return known?.from === from && known.to === to ? known : { from, to, file, storedBytes: known?.storedBytes ?? 0, sha256: null }
    })
    const damaged = log.ranges.map(({ from, to }) => ({ from, to, why: 'damaged' as const }))
    Object.assign(log, { sizeBytes, ranges, missing: missingOf(sizeBytes, stretches, [...log.missing, ...damaged]) })
    sources.set(log.name, new RecordingSource(log, stretches, key))
  }
  const hold = holdOpen(folder)
  const close = (): void => {
    hold.dispose()
    for (const source of sources.values()) void source.close()
  }
  return { ok: true, value: { folder, manifest: () => manifest, source: (name) => sources.get(name) ?? null, lookElsewhere: (name, read) => sources.get(name)?.lookElsewhere(read), close } }
}

/** What opens its frames: null where they are plain. */
export function cipherOf(manifest: RecordingManifest, keyOf: RecordingKeys | undefined): FrameCipher | null | 'locked' {
  if (!manifest.encryption) return null
  const key = keyOf?.(manifest.encryption.keyId)
  return key ? frameCipher(key) : 'locked'
}
