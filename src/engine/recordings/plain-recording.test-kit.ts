import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ByteSource } from '../source'
import { readManifest } from './manifest'
import type { OpenRecording } from './types'

/** Opens recordings whose ranges are plain logs, for tests of what stands on the reader. */
export const openPlain: OpenRecording = async (folder) => {
  const manifest = await readManifest(folder)
  if (!manifest.ok) return manifest
  const source = (name: string): ByteSource | null => {
    const log = manifest.value.logs.find((one) => one.name === name)
    if (!log) return null
    const read = (offset: number, length: number): ReturnType<ByteSource['read']> => {
      const range = log.ranges.find(({ from, to }) => from <= offset && offset < to)
      if (!range) return Promise.resolve({ kind: 'gone', to: log.missing.find(({ from }) => from === offset)?.to ?? log.sizeBytes })
      const bytes = readFileSync(join(folder, range.file)).subarray(offset - range.from, Math.min(range.to, offset + length) - range.from)
      return Promise.resolve({ kind: 'bytes', bytes })
    }
    return { size: () => log.sizeBytes, firstOffset: () => 0, read } as unknown as ByteSource
  }
  return { ok: true, value: { folder, manifest: () => manifest.value, source, lookElsewhere: () => undefined, close: () => undefined } }
}
