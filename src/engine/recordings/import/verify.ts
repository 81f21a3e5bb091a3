import { createHash } from 'node:crypto'
import type { OpenRecording } from '../types'
import { refuseImport, type Refused } from './failures'

const STEP_BYTES = 256 * 1024

/** Reads a recording to its last byte: each range has its length and its hash. Null when it is whole. */
export async function verifyRecording(folder: string, open: OpenRecording, signal: AbortSignal): Promise<Refused | null> {
  const opened = await open(folder)
  if (!opened.ok) return opened
  const recording = opened.value
  try {
    for (const log of recording.manifest().logs) {
      const source = recording.source(log.name)
      for (const { from, to, sha256 } of log.ranges) {
        const hash = createHash('sha256')
        for (let at = from; at < to; ) {
          const read = await source?.read(at, Math.min(STEP_BYTES, to - at), 'bulk', signal)
          if (!read || read.kind === 'gone' || read.bytes.length === 0) return refuseImport('a log in it is damaged')
          hash.update(read.bytes)
          at += read.bytes.length
        }
        if (sha256 !== null && hash.digest('hex') !== sha256) return refuseImport('a log in it is not the one that was recorded')
      }
    }
    return null
  } finally {
    recording.close()
  }
}
