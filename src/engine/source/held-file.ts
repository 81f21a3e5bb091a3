import * as v from 'valibot'
import { BLOCK_BYTES } from './block-cache'

/** What is held of one run of a log. */
export interface HeldRun {
  /** Bytes. */
  length: number
  /** Time of change of the file when the run was first seen (ms since the epoch); null where that is not known. */
  beganMs: number | null
  /** Stretches of it (local offsets, each at the start of a cached block), in order. */
  parts: { from: number; bytes: Buffer }[]
}

/** What is held of a log: its newest run, and the one before. */
export interface HeldLog {
  /** The last look at its file. */
  sizeBytes: number
  modifiedMs: number
  newest: HeldRun
  /** Null where no run before it was seen. `under`: its bytes follow the newest run's in the same file. */
  before: (HeldRun & { under: boolean }) | null
}

/** Of each run so much is kept: half of it of its beginning, half of its end (bytes). */
export const KEPT_BYTES = 1024 * 1024

const size = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
const run = {
  length: size,
  beganMs: v.nullable(v.number()),
  parts: v.pipe(v.array(v.object({ from: v.pipe(size, v.multipleOf(BLOCK_BYTES)), bytes: v.pipe(size, v.maxValue(KEPT_BYTES + BLOCK_BYTES)) })), v.maxLength(64)),
}
const header = v.object({
  version: v.literal(1),
  sizeBytes: size,
  modifiedMs: v.number(),
  newest: v.object(run),
  before: v.nullable(v.object({ ...run, under: v.boolean() })),
})

/** One line of JSON with what is there, and the bytes of all parts after it, in order. */
export function packHeld(log: HeldLog): Buffer {
  const runs = [log.newest, ...(log.before ? [log.before] : [])]
  const bare = <R extends HeldRun>(one: R) => ({ ...one, parts: one.parts.map(({ from, bytes }) => ({ from, bytes: bytes.length })) })
  const head = { version: 1, ...log, newest: bare(log.newest), before: log.before && bare(log.before) }
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...runs.flatMap((one) => one.parts.map(({ bytes }) => bytes))])
}

/** Null for whatever is not a whole file of this kind. */
export function unpackHeld(file: Buffer): HeldLog | null {
  const end = file.indexOf(0x0a)
  if (end < 0) return null
  let json: unknown
  try {
    json = JSON.parse(file.toString('utf8', 0, end))
  } catch {
    return null
  }
  const checked = v.safeParse(header, json)
  if (!checked.success) return null
  let at = end + 1
  let whole = true
  const filled = (one: { length: number; beganMs: number | null; parts: { from: number; bytes: number }[] }): HeldRun => ({
    length: one.length,
    beganMs: one.beganMs,
    parts: one.parts.map(({ from, bytes }) => {
      whole &&= at + bytes <= file.length && from + bytes <= one.length
      at += bytes
      return { from, bytes: file.subarray(at - bytes, at) }
    }),
  })
  const { sizeBytes, modifiedMs, newest, before } = checked.output
  const log = { sizeBytes, modifiedMs, newest: filled(newest), before: before && { ...filled(before), under: before.under } }
  return whole && at === file.length && log.newest.length <= sizeBytes ? log : null
}
