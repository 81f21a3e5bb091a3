import type { OpenRecording, RecordingKeys } from '../types'
import { rangeHash } from '../range-hash'
import { refuseImport, type Refused } from './failures'

/** Reads a recording to its last byte: each range has its length and its hash. Null when it is whole. */
export async function verifyRecording(folder: string, open: OpenRecording, keyOf: RecordingKeys, signal: AbortSignal): Promise<Refused | null> {
  const opened = await open(folder, keyOf)
  if (!opened.ok) return opened
  const recording = opened.value
  try {
    for (const log of recording.manifest().logs) {
      // What does not open as the manifest says is missing by now, and told of as damaged.
      if (log.missing.some(({ why }) => why === 'damaged')) return refuseImport('a log in it is damaged')
      const source = recording.source(log.name)
      for (const { from, to, sha256 } of log.ranges) {
        const found = source && (await rangeHash(source, from, to, signal))
        if (!found) return refuseImport('a log in it is damaged')
        if (sha256 !== null && found !== sha256) return refuseImport('a log in it is not the one that was recorded')
      }
    }
    return null
  } finally {
    recording.close()
  }
}
