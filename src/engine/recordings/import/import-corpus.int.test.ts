import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { build } from 'vite'
import { MANIFEST_FILE } from '../manifest'
import { emptyManifest, recordedLog } from '../manifest.test-kit'
import { seekTable } from '../seek-table'
import { rawZip, type RawEntry } from './raw-zip.test-kit'

/*
 * Imports that want to do harm, each given to a process of its own that imports them with the app's own bounds, since what they cost
 * is told by that process only.
 */

const MIB = 1024 * 1024
/** What a hostile import may take more than an honest one (bytes). */
const MORE_BYTES = 64 * MIB

let folder: string
let profile: string
let program: ChildProcess
let answers: Interface
let ended: Promise<never>
let usualBytes = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tailpane-corpus-'))
  profile = join(folder, 'profile')
  mkdirSync(profile)
  const out = join(folder, 'program')
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@shared': resolve('src/shared') } },
    build: { ssr: join(import.meta.dirname, 'import-program.test-kit.ts'), outDir: out, rolldownOptions: { external: [/\.node$/, 'cpu-features'], output: { format: 'cjs', entryFileNames: 'program.cjs' } } },
    ssr: { noExternal: true },
  })
  cpSync(dirname(createRequire(import.meta.url).resolve('@bokuweb/zstd-wasm')), join(out, 'zstd-wasm'), { recursive: true })
  program = spawn(process.execPath, [join(out, 'program.cjs'), profile], { cwd: resolve('.'), stdio: ['pipe', 'pipe', 'inherit'] })
  answers = createInterface({ input: program.stdout! })
  ended = new Promise((_, failed) => program.once('close', () => failed(new Error('the program has ended'))))
  ended.catch(() => undefined)
  // What honest ones of some size take; the runtime and the codecs are among it.
  for (const path of [zip(recording([{ plain: lines(2 * MIB) }])), bundle(packed(lines(16 * MIB), '-19'), '.zst')]) {
    const honest = await take(path)
    expect(honest.sentence).toBeNull()
    usualBytes = honest.mostBytes
  }
  rmSync(join(profile, 'recordings'), { recursive: true })
}, 120_000)
afterAll(async () => {
  program.stdin!.end()
  await new Promise((done) => program.once('close', done))
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => rmSync(join(folder, 'given'), { recursive: true, force: true }))

async function take(path: string): Promise<{ sentence: string | null; mostBytes: number }> {
  const answer = new Promise<string>((done) => answers.once('line', done))
  program.stdin!.write(`${path}\n`)
  return JSON.parse(await Promise.race([answer, ended])) as { sentence: string | null; mostBytes: number }
}

function given(bytes: Buffer, name = 'given.zip'): string {
  mkdirSync(join(folder, 'given'), { recursive: true })
  writeFileSync(join(folder, 'given', name), bytes)
  return join(folder, 'given', name)
}

const zip = (entries: readonly RawEntry[]): string => given(rawZip(entries))
const packed = (bytes: Buffer, ...options: string[]): Buffer => execFileSync('zstd', ['-cq', ...options], { input: bytes, maxBuffer: 1 << 28 })
const zeros = (mib: number): Buffer => Buffer.alloc(mib * MIB)
const bundle = (body: Buffer, end: string): string => zip([{ name: `agent/logs.txt${end}`, body }])

function lines(bytes: number): Buffer {
  const line = (index: number): string => `2026-07-10 09:14:00.000 [info] step ${index} took ${(index * 7919) % 997} ms\n`
  let text = ''
  for (let index = 0; text.length < bytes; index++) text += line(index)
  return Buffer.from(text.slice(0, bytes))
}

interface Range {
  plain: Buffer
  /** Frames and table, where they are not what they should be. */
  file?: Buffer
  sha256?: string
}

/** A recording with one log for each of these. */
function recording(ranges: readonly Range[], change: (manifest: ReturnType<typeof emptyManifest>) => unknown = (manifest) => manifest): RawEntry[] {
  const manifest = emptyManifest()
  const files = ranges.map(({ plain, file, sha256 }, index): RawEntry => {
    const log = recordedLog(`log-${index}`, plain.length, [[0, plain.length]])
    const body = file ?? framed(plain)
    log.ranges = [{ from: 0, to: plain.length, file: `log-${index}.0.zst`, storedBytes: body.length, sha256: sha256 ?? createHash('sha256').update(plain).digest('hex') }]
    manifest.logs.push(log)
    return { name: `log-${index}.0.zst`, body }
  })
  return [{ name: MANIFEST_FILE, body: Buffer.from(JSON.stringify(change(manifest))) }, ...files]
}

/** Frames as the app writes them, and the table that it writes, unless another is given. */
function framed(plain: Buffer, table?: (good: Buffer) => Buffer): Buffer {
  const frames: { bytes: Buffer; plain: number }[] = []
  for (let at = 0; at < plain.length; at += 256 * 1024) {
    const piece = plain.subarray(at, at + 256 * 1024)
    frames.push({ bytes: packed(piece), plain: piece.length })
  }
  let storedAt = 0
  const good = seekTable(frames.map((one) => ({ storedAt: (storedAt += one.bytes.length) - one.bytes.length, stored: one.bytes.length, plainAt: 0, plain: one.plain, crc: null })))
  return Buffer.concat([...frames.map((one) => one.bytes), table ? table(good) : good])
}

/** One frame that the table tells less of than it holds. */
function bombFrame(frame: Buffer, told: number): Buffer {
  return Buffer.concat([frame, seekTable([{ storedAt: 0, stored: frame.length, plainAt: 0, plain: told, crc: null }])])
}

function changed(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt32LE(value >>> 0, at < 0 ? copy.length + at : at)
  return copy
}

/** A zip whose table really has so many entries, without any of their data. */
function manyEntries(count: number): Buffer {
  const row = Buffer.from(rawZip([{ name: '00000000' }])).subarray(38, 38 + 46 + 8)
  const table = Buffer.alloc(row.length * count)
  for (let index = 0; index < count; index++) {
    row.copy(table, index * row.length)
    table.write(index.toString(16).padStart(8, '0'), index * row.length + 46, 'latin1')
  }
  const ends = rawZip([], count)
  const size = BigInt(table.length)
  ends.writeBigUInt64LE(size, 40)
  ends.writeBigUInt64LE(0n, 48)
  ends.writeBigUInt64LE(size, 56 + 8)
  return Buffer.concat([table, ends])
}

const small = lines(300_000)
const damaged = 'since a log in it is damaged.'
const corpus: [what: string, make: () => string, sentence: string][] = [
  ['a zip bomb by its table', () => zip([{ name: 'agent/logs.txt', packed: deflateRawSync(zeros(256)), method: 8, bytes: 256 * MIB }]), 'unpacks to more than 500 times its size.'],
  ['a zip bomb that lies about its size', () => zip([{ name: 'agent/logs.txt', packed: deflateRawSync(zeros(256)), method: 8, bytes: 100_000 }]), 'since it is damaged.'],
  ['a zip bomb of many files', () => zip(Array.from({ length: 300 }, (_, index) => ({ name: `f${index}`, packed: Buffer.alloc(16 * 1024), method: 8, bytes: 8 * MIB }))), 'it is more than can be imported'],
  ['a gzip bomb in a bundle', () => bundle(Buffer.concat(Array.from({ length: 4 }, () => gzipSync(zeros(32)))), '.gz'), 'it is more than can be imported'],
  ['a zstd bomb in a bundle', () => bundle(packed(zeros(256), '-19'), '.zst'), 'it is more than can be imported'],
  ['a zstd bomb of one byte repeated', () => bundle(Buffer.concat(Array.from({ length: 64 }, () => packed(zeros(32), '-1'))), '.zst'), 'it is more than can be imported'],
  ['a zstd frame that needs gigabytes', () => bundle(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 1, 0, 0]), '.zst'), 'unpacking takes too much memory.'],
  ['a zstd frame that looks back over 128 MiB', () => bundle(packed(Buffer.concat([randomBytes(MIB), zeros(3)]), '--long=27', '--no-content-size'), '.zst'), 'unpacking takes too much memory.'],
  ['a zstd log that is cut off', () => bundle(packed(small).subarray(0, 3000), '.zst'), 'since it is damaged.'],
  ['a frame of a recording that says how much it holds', () => zip(recording([{ plain: small, file: bombFrame(packed(zeros(256), '--stream-size=268435456'), 256 * 1024) }])), damaged],
  ['a frame of a recording that does not', () => zip(recording([{ plain: small, file: bombFrame(packed(zeros(256), '--no-content-size'), 256 * 1024) }])), damaged],
  ['frames that hold less than is told', () => zip(recording([{ plain: small, file: bombFrame(packed(small.subarray(0, 1000)), 256 * 1024) }])), damaged],
  ['a table without frames', () => zip(recording([{ plain: small, file: framed(small, () => seekTable([])) }])), damaged],
  ['a table of four thousand million frames', () => zip(recording([{ plain: small, file: framed(small, (good) => changed(good, -9, 0xffffffff)) }])), damaged],
  ['a table of a million frames of nothing', () => zip(recording([{ plain: small, file: seekTable(Array.from({ length: 0x100000 }, () => ({ storedAt: 0, stored: 0, plainAt: 0, plain: 0, crc: null }))) }])), damaged],
  ['a table whose frames do not fit', () => zip(recording([{ plain: small, file: framed(small, (good) => changed(good, 8, 5)) }])), damaged],
  ['a table whose frames are gigabytes', () => zip(recording([{ plain: small, file: framed(small, (good) => changed(good, 12, 0x7fffffff)) }])), damaged],
  ['a table with the wrong length', () => zip(recording([{ plain: small, file: framed(small, (good) => changed(good, 4, 1)) }])), damaged],
  ['a range without a table', () => zip(recording([{ plain: small, file: packed(small) }])), damaged],
  ['a range that is no zstd at all', () => zip(recording([{ plain: small, file: randomBytes(5000) }])), damaged],
  ['a wrong hash', () => zip(recording([{ plain: small, sha256: 'ab'.repeat(32) }])), 'since a log in it is not the one that was recorded.'],
  ['other bytes of the same length', () => zip(recording([{ plain: small, file: framed(Buffer.from(small).fill('x', 1000, 1010)) }])), 'since a log in it is not the one that was recorded.'],
  ['a name that leads outside', () => zip([...recording([{ plain: small }]), { name: '../../outside.log', body: small }]), 'since a file in it would lie outside of its folder.'],
  ['an absolute name', () => zip([...recording([{ plain: small }]), { name: '/tmp/outside.log', body: small }]), 'since a file in it would lie outside of its folder.'],
  ['a link', () => zip([...recording([{ plain: small }]), { name: 'link', body: Buffer.from('/etc/passwd'), mode: 0o120777 }]), 'since a file in it is a link or a device.'],
  ['a folder whose log is a link', linked, 'since a file in it is a link.'],
  ['1,000,000 entries', () => given(manyEntries(1_000_000)), 'since it has more than 10,000 files.'],
  ['10,000 logs by the manifest', () => zip(recording([], (manifest) => ({ ...manifest, logs: Array.from({ length: 10_000 }, (_, index) => recordedLog(`l${index}`, 1, [])) }))), 'its manifest is not as it should be'],
  ['deep JSON', () => zip([{ name: MANIFEST_FILE, body: Buffer.from('[{"a":'.repeat(600_000)) }]), 'since its manifest is nested too deeply.'],
  ['wide JSON', () => zip([wide(1_300_000)]), 'since its manifest has more in it than any that this app writes.'],
  ['JSON that is nearly as wide as it may be', () => zip([wide(390_000)]), 'its manifest is not as it should be'],
  ['gigabytes of JSON', () => zip([{ name: MANIFEST_FILE, packed: deflateRawSync(zeros(15)), method: 8, bytes: 15 * MIB }]), 'since its manifest is larger than any that this app writes.'],
]

const wide = (values: number): RawEntry => ({ name: MANIFEST_FILE, body: Buffer.from(`{"format":"tailpane-recording","version":2,"logs":[${'{},'.repeat(values)}{}]}`) })

function linked(): string {
  const path = join(folder, 'given')
  mkdirSync(path)
  for (const { name, body } of recording([{ plain: small }])) if (name === MANIFEST_FILE) writeFileSync(join(path, name), body!)
  symlinkSync('/etc/passwd', join(path, 'log-0.0.zst'))
  return path
}

it.each(corpus)('refuses %s with its sentence, in little memory, and leaves nothing', async (_what, make, sentence) => {
  const { sentence: said, mostBytes } = await take(make())
  expect(said).toContain(sentence)
  expect(mostBytes - usualBytes, 'bytes of memory more than an honest import took').toBeLessThan(MORE_BYTES)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile() && !/[/\\](?:program|given)(?:$|[/\\])/.test(one.parentPath))
  expect(files.map(({ name }) => name)).toEqual([])
}, 60_000)
