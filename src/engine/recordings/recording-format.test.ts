import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RecordingManifest } from '@shared/model'
import { frameCipher } from './frame-cipher'
import { LogWriter } from './log-writer'
import { content, readAll, remove, saveManifest, temporaryFolder, unpacked } from './log-writer.test-kit'
import { openRecording } from './open-recording'
import { recoverRecording } from './recover'
import { parseSeekTable, seekTable, tableBytes } from './seek-table'
import { writeManifest } from './write-manifest'

const KIB = 1024
let folder: string
beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => remove(folder))

const writerOf = (wholeKib = 1024, errorKib = 256): LogWriter =>
  new LogWriter({ folder, name: 'startup', cipher: null }, { wholeBytes: wholeKib * KIB, errorBytes: errorKib * KIB })
const opened = async () => {
  const recording = await openRecording(folder)
  if (!recording.ok) throw new Error(recording.failure.sentence)
  return recording.value
}
const spans = (parts: { from: number; bytes: Buffer }[]): [number, number][] => parts.map(({ from, bytes }) => [from, from + bytes.length])
const right = (parts: { from: number; bytes: Buffer }[]): boolean => parts.every(({ from, bytes }) => bytes.equals(content(from, from + bytes.length)))

/** As the recorder does it: the beginning as far as it is kept, then the end by turns, and errors where they are. */
async function record(writer: LogWriter, sizeBytes: number, step: number, errors: number[] = []): Promise<void> {
  for (let at = 0; at < sizeBytes; ) {
    const to = Math.min(sizeBytes, at + step)
    await writer.addHead(content(writer.headEnd, Math.max(writer.headEnd, Math.min(to, writer.headBytes))))
    for (const error of errors.filter((one) => one >= at && one < to)) await writer.addIsland(error, content(error, Math.min(to, error + 8 * KIB)))
    const from = Math.max(writer.headEnd, to - writer.tailBytes)
    await writer.saveTail(from, content(from, to))
    at = to
  }
}

describe('a recording that was closed', () => {
  it('keeps a log up to the bound whole in one file that zstd reads', async () => {
    const writer = writerOf()
    await record(writer, 1024 * KIB, 100_001)
    await saveManifest(folder, writer, 1024 * KIB, 'closed', await writer.close())
    await writer.tidy()
    expect(readdirSync(folder).sort()).toEqual(['manifest.json', 'startup.0.zst'])
    expect(unpacked(folder).get('startup.0.zst')!.equals(content(0, 1024 * KIB))).toBe(true)
    expect(statSync(join(folder, 'startup.0.zst')).mode & 0o777).toBe(0o600)
  })

  it('keeps of a longer one its beginning, its end and what stands around errors, each in a file of its own', async () => {
    const writer = writerOf()
    await record(writer, 5000 * KIB, 300_000, [1000 * KIB, 1004 * KIB, 2000 * KIB])
    await saveManifest(folder, writer, 5000 * KIB, 'closed', await writer.close())
    await writer.tidy()
    const recording = await opened()
    const parts = await readAll(recording.source('startup')!)
    expect(spans(parts).map(([from, to]) => [from / KIB, to / KIB])).toEqual([[0, 512], [1000, 1012], [2000, 2008], [4488, 5000]])
    expect(right(parts)).toBe(true)
    for (const [file, bytes] of unpacked(folder)) expect(bytes.equals(content(Number(file.split('.')[1]), Number(file.split('.')[1]) + bytes.length)), file).toBe(true)
    recording.close()
  })

  it('opens at any offset by unpacking one frame', async () => {
    const writer = writerOf(4096)
    await record(writer, 3000 * KIB, 256 * KIB)
    await saveManifest(folder, writer, 3000 * KIB, 'closed', await writer.close())
    // All but the frame in question is destroyed.
    const file = join(folder, 'startup.0.zst')
    const bytes = readFileSync(file)
    const table = tableBytes(bytes.subarray(-9))!
    const frame = parseSeekTable(bytes.subarray(-table), bytes.length - table)!.find((one) => one.plainAt <= 1500 * KIB && one.plainAt + one.plain > 1500 * KIB)!
    const broken = Buffer.concat([Buffer.alloc(frame.storedAt), bytes.subarray(frame.storedAt, frame.storedAt + frame.stored), Buffer.alloc(bytes.length - table - frame.storedAt - frame.stored), bytes.subarray(-table)])
    writeFileSync(file, broken)
    const recording = await opened()
    expect(await recording.source('startup')!.read(1500 * KIB, 1000, 'view')).toEqual({ kind: 'bytes', bytes: content(1500 * KIB, 1500 * KIB + 1000) })
    expect(await recording.source('startup')!.read(0, 1000, 'view')).toMatchObject({ kind: 'gone' })
    recording.close()
  })

  it('goes on after it was closed, in the same file', async () => {
    const first = writerOf()
    await first.addHead(content(0, 100_000))
    const [range] = await first.close()
    const second = writerOf()
    expect(await second.resumeHead(range!)).toBe(true)
    await second.addHead(content(100_000, 150_000))
    await saveManifest(folder, second, 150_000, 'closed', await second.close())
    expect(unpacked(folder).get('startup.0.zst')!.equals(content(0, 150_000))).toBe(true)
    const recording = await opened()
    expect(recording.manifest().logs[0]!.ranges[0]!.sha256).toMatch(/^[0-9a-f]{64}$/)
    recording.close()
  })
})

it('reads ranges that the zstd program wrote, one frame each', async () => {
  const frames = [content(0, 100_000), content(100_000, 150_000)].map((bytes) => execFileSync('zstd', ['-cq'], { input: bytes }))
  let storedAt = 0
  const table = seekTable(frames.map((one, index) => ({ storedAt: (storedAt += one.length) - one.length, stored: one.length, plainAt: 0, plain: index === 0 ? 100_000 : 50_000, crc: null })))
  writeFileSync(join(folder, 'startup.0.zst'), Buffer.concat([...frames, table]))
  await saveManifest(folder, writerOf(), 150_000, 'closed', [{ from: 0, to: 150_000, file: 'startup.0.zst', storedBytes: 1, sha256: null }])
  const recording = await opened()
  expect(right(await readAll(recording.source('startup')!))).toBe(true)
  recording.close()
})

it('gives back what was recorded, whatever the log, the bound and the steps, and also when it was cut off', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 600_000 }), fc.integer({ min: 1, max: 256 }), fc.integer({ min: 20_000, max: 200_000 }), fc.boolean(), async (size, wholeKib, step, closes) => {
      remove(folder)
      folder = await temporaryFolder()
      const writer = writerOf(wholeKib, 64)
      await saveManifest(folder, writer, 0)
      await record(writer, size, step, [Math.floor(size / 2)])
      const ranges = closes ? await writer.close() : writer.ranges()
      if (closes) await saveManifest(folder, writer, size, 'closed', ranges)
      else await writer.abandon()
      for (const recovered of [false, true]) {
        if (recovered) await recoverRecording(folder)
        const recording = await opened()
        const parts = await readAll(recording.source('startup')!)
        expect(right(parts)).toBe(true)
        expect(parts[0]!.from).toBe(0)
        expect(parts.at(-1)!.from + parts.at(-1)!.bytes.length).toBe(size)
        expect(parts.reduce((sum, one) => sum + one.bytes.length, 0)).toBeGreaterThanOrEqual(Math.min(size, wholeKib * KIB))
        recording.close()
      }
      unpacked(folder)
    }),
    { numRuns: 25 },
  )
})

describe('what was damaged', () => {
  it('shows as gone, byte by byte of the index and the file', async () => {
    const writer = writerOf()
    await saveManifest(folder, writer, 0)
    for (let at = 0; at < 200_000; at += 20_000) await writer.addHead(content(at, at + 20_000))
    await writer.abandon()
    for (const file of ['startup.0.zst', 'startup.0.zst.idx']) {
      const whole = readFileSync(join(folder, file))
      for (let cut = 0; cut < 40; cut++) {
        truncateSync(join(folder, file), Math.floor((whole.length * cut) / 40))
        const recording = await opened()
        const parts = await readAll(recording.source('startup')!)
        expect(right(parts)).toBe(true)
        if (cut > 30) expect(parts[0]!.bytes.length).toBeGreaterThanOrEqual(100_000)
        recording.close()
        writeFileSync(join(folder, file), whole)
      }
    }
  })
})

describe('sealed', () => {
  it('opens with its key only, frame by frame, and each in its own place', async () => {
    const key = randomBytes(32)
    const cipher = frameCipher(key)
    const writer = new LogWriter({ folder, name: 'startup', cipher }, { wholeBytes: 2048 * KIB, errorBytes: 0 })
    await writer.addHead(content(0, 600_000))
    const ranges = await writer.close()
    await saveManifest(folder, writer, 600_000, 'closed', ranges)
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as object
    await writeManifest(folder, { ...(manifest as RecordingManifest), encryption: { cipher: 'aes-256-gcm', keyId: cipher.keyId } })
    const file = join(folder, ranges[0]!.file)
    expect(() => execFileSync('zstd', ['-tq', file], { stdio: 'ignore' })).toThrow()
    expect(await openRecording(folder, () => null)).toMatchObject({ ok: false, failure: { code: 'RECORDING_LOCKED' } })
    const read = async () => {
      const recording = await openRecording(folder, (keyId) => (keyId === cipher.keyId ? key : null))
      if (!recording.ok) throw new Error(recording.failure.sentence)
      const parts = await readAll(recording.value.source('startup')!)
      recording.value.close()
      return parts
    }
    expect(spans(await read())).toEqual([[0, 600_000]])
    // Two frames change places: neither is taken for the other.
    const bytes = readFileSync(file)
    const table = bytes.subarray(-tableBytes(bytes.subarray(-9))!)
    const [a, b, c] = parseSeekTable(table, bytes.length - table.length)!
    const part = (one: typeof a) => bytes.subarray(one!.storedAt, one!.storedAt + one!.stored)
    const frames = [b!, a!, c!]
    writeFileSync(file, Buffer.concat([...frames.map(part), seekTable(frames)]))
    expect(spans(await read())).toEqual([[2 * 256 * KIB, 600_000]])
  })
})

it('is the table of the public format', () => {
  const table = seekTable([{ storedAt: 0, stored: 7, plainAt: 0, plain: 11, crc: null }])
  expect(table.toString('hex')).toBe('5e2a4d18' + '11000000' + '07000000' + '0b000000' + '01000000' + '00' + 'b1ea928f')
})
