import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ByteSource } from '../source'
import { openRecording } from './open-recording'
import type { RecordingKeys } from './types'

const STEP_BYTES = 256 * 1024

/** SHA-256 (hex) of the plain bytes of `[from, to)`; null where some of them cannot be read. Rejects when it is aborted. */
export async function rangeHash(source: ByteSource, from: number, to: number, signal: AbortSignal): Promise<string | null> {
  const hash = createHash('sha256')
  for (let at = from; at < to; ) {
    signal.throwIfAborted()
    const read = await source.read(at, Math.min(STEP_BYTES, to - at), 'bulk', signal)
    if (read.kind === 'gone' || read.bytes.length === 0) return null
    hash.update(read.bytes)
    at += read.bytes.length
    // Panes that are read at the same time come first.
    await nextTurn()
  }
  return hash.digest('hex')
}

/**
 * The logs (by name) of a recording that are not what was recorded any more: a stretch of them cannot be read, or has another
 * hash than its manifest says. Reads all of it once, frame by frame, beside whoever else has it open. Rejects when it is aborted.
 */
export async function changedLogs(folder: string, keyOf: RecordingKeys, signal: AbortSignal): Promise<string[]> {
  const opened = await openRecording(folder, keyOf)
  if (!opened.ok) return []
  const recording = opened.value
  const changed: string[] = []
  try {
    for (const { name, ranges, missing } of recording.manifest().logs) {
      const source = recording.source(name)
      let same = source !== null && missing.every(({ why }) => why !== 'damaged')
      for (const { from, to, sha256 } of ranges) if (same && source && sha256 !== null) same = (await rangeHash(source, from, to, signal)) === sha256
      if (!same) changed.push(name)
    }
    return changed
  } finally {
    recording.close()
  }
}
