import { open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import type { VerdictKind } from '@shared/model'

const MOST_STARTS = 500
const MANIFEST_BYTES = 256 * 1024
const PART_BYTES = 4 * 1024 * 1024
const bytes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
const manifest = v.object({
  version: v.literal(1),
  agentId: v.pipe(v.string(), v.maxLength(64)),
  startedMs: v.number(),
  kind: v.picklist(['starting', 'ready', 'failing', 'failed', 'timed-out', 'stalled', 'unknown'] satisfies VerdictKind[]),
  exitCode: v.nullable(v.number()),
  logs: v.pipe(
    v.array(
      v.object({
        path: v.pipe(v.string(), v.maxLength(4096)),
        sizeBytes: bytes,
        modifiedMs: v.number(),
        parts: v.pipe(v.array(v.object({ offset: bytes, bytes, file: v.pipe(v.string(), v.regex(/^\d{1,4}-\d{1,16}\.log$/)) })), v.maxLength(2)),
      }),
    ),
    v.maxLength(64),
  ),
})

/** A start whose logs were kept. */
export interface KeptStart {
  /** Name of its folder. */
  name: string
  startedMs: number
  kind: VerdictKind
  exitCode: number | null
  /** The agent's own log first. */
  logs: { path: string; sizeBytes: number; modifiedMs: number; parts: { offset: number; bytes: number; file: string }[] }[]
}

/** The starts of an agent that are kept in a folder (absolute path), newest first; what cannot be read is left out. */
export async function keptStarts(folder: string, agentId: string): Promise<KeptStart[]> {
  const names = await readdir(folder).catch(() => [])
  const ours = names.filter((name) => /^\d{15}-/.test(name) && name.endsWith(`-${agentId.replace(':', '-')}`)).sort().reverse()
  const read = await Promise.all(ours.slice(0, MOST_STARTS).map((name) => readStartManifest(folder, name)))
  return read.filter((one) => one !== null)
}

async function readStartManifest(folder: string, name: string): Promise<KeptStart | null> {
  try {
    const path = join(folder, name, 'manifest.json')
    if ((await stat(path)).size > MANIFEST_BYTES) return null
    const parsed = v.safeParse(manifest, JSON.parse(await readFile(path, 'utf8')))
    if (!parsed.success) return null
    const { startedMs, kind, exitCode, logs } = parsed.output
    return { name, startedMs, kind, exitCode, logs }
  } catch {
    return null
  }
}

/** The stretches of one of its logs; null where they cannot be read any more. At most 4 MiB of each. */
export async function keptParts(folder: string, start: KeptStart, log: number): Promise<{ offset: number; bytes: Buffer }[] | null> {
  try {
    return await Promise.all(
      (start.logs[log]?.parts ?? []).map(async ({ offset, bytes: length, file }) => {
        const handle = await open(join(folder, start.name, file), 'r')
        try {
          const buffer = Buffer.alloc(Math.min(length, PART_BYTES))
          const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
          return { offset, bytes: buffer.subarray(0, bytesRead) }
        } finally {
          await handle.close()
        }
      }),
    )
  } catch {
    return null
  }
}
