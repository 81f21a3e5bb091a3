import type { RecordedLog, RecordedRange } from '@shared/model'
import type { ByteSource } from '../source'
import type { FrameCipher } from './frame-cipher'
import { stretchesOf } from './layout'
import { LogWriter, type LogBounds, type LogPlaceOnDisk } from './log-writer'
import { RecordingSource } from './recording-source'

/** So many bytes before the end of what was saved must still be the same at the source (bytes). */
const SEAM_BYTES = 4 * 1024
/** Of an earlier life's stretches behind the beginning, the newest so many bytes stay, beside what this life adds. */
const KEPT_BYTES = 1024 * 1024

/** Whether a source still has, from `base` on, the beginning that was saved of a log. Reads little, and rejects when the connection goes. */
export async function goesOn(folder: string, log: RecordedLog, cipher: FrameCipher | null, source: ByteSource, base: number): Promise<boolean> {
  const head = headOf(log)
  if (!head || source.size() - base < head.to) return false
  const stretches = await stretchesOf(folder, log, cipher)
  const saved = new RecordingSource(log, stretches, cipher)
  try {
    const from = Math.max(0, head.to - SEAM_BYTES)
    const [then, now] = await Promise.all([whole(saved, from, head.to), whole(source, base + from, base + head.to)])
    return then !== null && now !== null && then.equals(now)
  } finally {
    await saved.close()
  }
}

/**
 * What was not recorded of a log, from where the workspace still has it (offset in the recording and length, bytes). Null where
 * the file is not the one that was recorded any more: what stands before the end of the saved beginning, and before the end of
 * what was saved last, must be the same there. Never rejects.
 */
export async function readRest(saved: ByteSource, log: RecordedLog, live: ByteSource, offset: number, length: number): Promise<Buffer | null> {
  const ends = [headOf(log)?.to, log.ranges.at(-1)?.to]
  const base = live.epochStart()
  if (live.condition().kind !== 'live' || offset + length > live.size() - base) return null
  try {
    for (const end of ends) {
      if (end === undefined || live.size() - base < end) return null
      const from = Math.max(log.ranges.find(({ to }) => to === end)!.from, end - SEAM_BYTES)
      const [then, now] = await Promise.all([whole(saved, from, end), whole(live, base + from, base + end)])
      if (!then || !now?.equals(then)) return null
    }
    const read = await live.read(base + offset, length, 'view')
    return read.kind === 'bytes' ? read.bytes : null
  } catch {
    // The connection went; it may be asked for again.
    return null
  }
}

/** A writer that goes on with what an earlier life saved of a log, in the same files. Null where they cannot be gone on with. */
export async function resumeWriter(place: LogPlaceOnDisk, bounds: LogBounds, log: RecordedLog): Promise<LogWriter | null> {
  const head = headOf(log)
  if (!head) return null
  const others = log.ranges.filter((one) => one !== head)
  if (others.length > 0 || log.missing.some(({ from, why }) => from === head.to && why === 'gone')) return new LogWriter(place, bounds, [head, ...newest(others)])
  const writer = new LogWriter(place, bounds)
  return (await writer.resumeHead(head)) ? writer : null
}

function headOf(log: RecordedLog): RecordedRange | undefined {
  return log.ranges.find(({ from }) => from === 0)
}

function newest(ranges: readonly RecordedRange[]): RecordedRange[] {
  let bytes = 0
  let first = ranges.length
  for (; first > 0; first--) {
    const { from, to } = ranges[first - 1]!
    bytes += to - from
    if (bytes > KEPT_BYTES) break
  }
  return ranges.slice(first)
}

/** Null where some of it is not there any more. */
async function whole(source: ByteSource, from: number, to: number): Promise<Buffer | null> {
  const parts: Buffer[] = []
  for (let at = from; at < to; ) {
    const read = await source.read(at, to - at, 'bulk')
    if (read.kind === 'gone' || read.bytes.length === 0) return null
    parts.push(Buffer.from(read.bytes))
    at += read.bytes.length
  }
  return Buffer.concat(parts)
}
