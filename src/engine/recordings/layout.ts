import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { MissingRange, RecordedLog } from '@shared/model'
import type { FrameCipher } from './frame-cipher'
import { plainBytes, readRange, type RangeFile } from './range-file'

/** A stretch of a log (offsets in it, bytes) and where it is saved. */
export interface SavedStretch {
  from: number
  to: number
  file: string
  /** Offset in the log of the file's first byte; it may begin before the stretch. */
  base: number
  range: RangeFile
}

/** Of a log that is being written, the end is saved by turns in these. */
export type TailSlot = 'tail-a' | 'tail-b'

export function rangeFile(log: string, from: number | TailSlot, sealed: boolean): string {
  return `${log}.${from}.zst${sealed ? '.enc' : ''}`
}

/**
 * What is saved of a log, in rising order and without overlaps: what its manifest names, and where a writer ended
 * without a word, what the indexes beside the files tell of beyond that. Each range that is open must be closed.
 */
export async function stretchesOf(folder: string, log: RecordedLog, cipher: FrameCipher | null): Promise<SavedStretch[]> {
  const found: SavedStretch[] = []
  for (const { from, to, file } of log.ranges) {
    const range = await readRange(join(folder, file), cipher)
    if (!range) continue
    const base = range.from ?? from
    found.push({ from: base, to: range.finished ? Math.min(to, base + plainBytes(range)) : base + plainBytes(range), file, base, range })
  }
  for (const file of await growingFiles(folder, log)) {
    const range = await readRange(join(folder, file), cipher)
    if (range?.from != null) found.push({ from: range.from, to: range.from + plainBytes(range), file, base: range.from, range })
    else await range?.close()
  }
  return untangled(found)
}

/** What of `[0, sizeBytes)` is in no stretch. `known`: why, where the manifest says so. */
export function missingOf(sizeBytes: number, stretches: readonly { from: number; to: number }[], known: readonly MissingRange[]): MissingRange[] {
  const missing: MissingRange[] = []
  let at = 0
  for (const { from, to } of [...stretches, { from: sizeBytes, to: sizeBytes }]) {
    for (let begin = at; begin < from; ) {
      const reason = known.find((one) => begin >= one.from && begin < one.to)
      const end = Math.min(from, reason?.to ?? Math.min(...known.filter((one) => one.from > begin).map((one) => one.from), from))
      const last = missing.at(-1)
      const why = reason?.why ?? 'unread'
      if (last?.to === begin && last.why === why) last.to = end
      else missing.push({ from: begin, to: end, why })
      begin = end
    }
    at = Math.max(at, to)
  }
  return missing
}

/** Files with an index that the manifest does not name. */
async function growingFiles(folder: string, log: RecordedLog): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => [])
  const named = new Set(log.ranges.map((one) => one.file))
  const mine = new RegExp(`^${log.name}\\.(?:\\d{1,16}|tail-[ab])\\.zst(?:\\.enc)?$`)
  return names.flatMap((name) => {
    const file = name.endsWith('.idx') ? name.slice(0, -4) : ''
    return mine.test(file) && !named.has(file) ? [file] : []
  })
}

/** Of what overlaps, the one that goes on further says the rest; an empty one says nothing. */
async function untangled(found: SavedStretch[]): Promise<SavedStretch[]> {
  const kept: SavedStretch[] = []
  let end = 0
  // Of two that begin together the longer one comes first, and of two saves the later.
  for (const one of found.toSorted((a, b) => a.from - b.from || b.to - a.to || b.range.save - a.range.save)) {
    const from = Math.max(one.from, end)
    if (from >= one.to) {
      await one.range.close()
      continue
    }
    kept.push({ ...one, from })
    end = one.to
  }
  return kept
}
