import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RecordedLog } from '@shared/model'
import type { ByteSource } from '../source'
import { missingOf } from './layout'
import type { LogWriter } from './log-writer'
import { emptyManifest, recordedLog } from './manifest.test-kit'
import { writeManifest } from './write-manifest'

/** Byte `at` of the log that tests record; any stretch of it can be told from any other. */
export function content(from: number, to: number): Buffer {
  if (to <= MADE) return (made ??= make(0, MADE)).subarray(from, to)
  return make(from, to)
}

const MADE = 1024 * 1024
let made: Buffer | null = null

function make(from: number, to: number): Buffer {
  const bytes = Buffer.alloc(to - from)
  for (let at = from; at < to; at++) bytes[at - from] = at % 64 === 63 ? 10 : 97 + ((at >> 6) * 31 + (at % 64) * ((at >> 12) + 1)) % 26
  return bytes
}

export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'tailpane-recording-'))
}

export const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true })

/** Everything that a source gives of itself: its bytes, with null for each that is gone. */
export async function readAll(source: ByteSource): Promise<{ from: number; bytes: Buffer }[]> {
  const parts: { from: number; bytes: Buffer }[] = []
  for (let at = 0; at < source.size(); ) {
    const result = await source.read(at, 100_000, 'view')
    if (result.kind === 'gone') at = result.to
    else {
      const last = parts.at(-1)
      if (last && last.from + last.bytes.length === at) last.bytes = Buffer.concat([last.bytes, result.bytes])
      else parts.push({ from: at, bytes: result.bytes })
      at += result.bytes.length
    }
  }
  return parts
}

/** Writes a manifest that names one log, as it is. */
export async function saveManifest(folder: string, writer: LogWriter, sizeBytes: number, state: 'open' | 'closed' = 'open', ranges = writer.ranges()): Promise<void> {
  const log: RecordedLog = { ...recordedLog('startup', sizeBytes, []), ranges, missing: missingOf(sizeBytes, ranges, [{ from: 0, to: sizeBytes, why: 'bound' }]) }
  await writeManifest(folder, { ...emptyManifest(), state, logs: [log] })
}

/** What Debian's zstd makes of the files of a recording, by name. */
export function unpacked(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.zst'))
  for (const file of files) execFileSync('zstd', ['-tq', join(folder, file)])
  return new Map(files.map((file) => [file, execFileSync('zstd', ['-dcq', join(folder, file)], { maxBuffer: 1 << 28 })]))
}
