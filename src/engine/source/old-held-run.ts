import { readFile, stat } from 'node:fs/promises'
import * as v from 'valibot'
import { BLOCK_BYTES } from './block-cache'
import { HELD_BYTES, type HeldLog, type HeldRun } from './last-runs'

const size = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
const run = {
  length: size,
  beganMs: v.nullable(v.number()),
  parts: v.pipe(v.array(v.object({ from: v.pipe(size, v.multipleOf(BLOCK_BYTES)), bytes: v.pipe(size, v.maxValue(HELD_BYTES + BLOCK_BYTES)) })), v.maxLength(64)),
}
const header = v.object({
  version: v.literal(1),
  sizeBytes: size,
  modifiedMs: v.number(),
  newest: v.object(run),
  before: v.nullable(v.object({ ...run, under: v.boolean() })),
})

/**
 * What version 0.1.0 kept of a log's last runs, before it recorded runs: a file with one line of JSON and the bytes that it
 * tells of, in order. Null for whatever is not a whole file of this kind.
 */
export async function readOldHeldRun(path: string): Promise<HeldLog | null> {
  try {
    return (await stat(path)).size > 3 * HELD_BYTES ? null : unpack(await readFile(path))
  } catch {
    return null
  }
}

function unpack(file: Buffer): HeldLog | null {
  const end = file.indexOf(0x0a)
  if (end < 0) return null
  const checked = v.safeParse(v.pipe(v.string(), v.parseJson(), header), file.toString('utf8', 0, end))
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
