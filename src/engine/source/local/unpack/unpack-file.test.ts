import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UNPACK_BOUNDS, unpackFile, type Unpacking } from './unpack-file'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'unpack-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

let made = 0
async function unpack(packed: Buffer, kind: Unpacking['kind'], bounds: Partial<Unpacking['bounds']> = {}, signal = new AbortController().signal) {
  const from = join(folder, `${made}.packed`)
  const into = join(folder, `${made++}.text`)
  writeFileSync(from, packed)
  let progress = [0, 0]
  const why = await unpackFile({ from, kind, into, bounds: { ...UNPACK_BOUNDS, ...bounds }, signal, onProgress: (...now) => (progress = now) })
  return { why, into, text: readFileSync(into), progress }
}

const zstd = (bytes: Buffer, ...options: string[]): Buffer => execFileSync('zstd', ['-c', '-q', ...options], { input: bytes, maxBuffer: 1 << 28 })
const lines = (count: number): Buffer => Buffer.from(Array.from({ length: count }, (_, i) => `2026-03-01 12:00:00 [info] request ${i} took ${(i * 7919) % 997} ms\n`).join(''))
const text = lines(60_000)
const hasZstd = existsSync('/usr/bin/zstd')

describe('unpacking into a file', () => {
  it('gives back what gzip packed, several members too, for this person only', async () => {
    const packed = gzipSync(text)
    const { why, into, text: back, progress } = await unpack(Buffer.concat([packed, gzipSync(Buffer.from('more\n'))]), 'gzip')
    expect(why).toBeNull()
    expect(back.equals(Buffer.concat([text, Buffer.from('more\n')]))).toBe(true)
    expect(statSync(into).mode & 0o777).toBe(0o600)
    expect(progress[0]).toBe(progress[1])
  })

  it('stops at a bound of text, of ratio and of the disk, with a sentence, and keeps what it has', async () => {
    const bomb = gzipSync(Buffer.alloc(20 << 20))
    const most = await unpack(bomb, 'gzip', { mostBytes: 1_000_000 })
    expect(most.why).toBe('It unpacks to more than 1.0 MB. The first 1.0 MB are shown.')
    expect(most.text.length).toBe(1_000_000)
    const ratio = await unpack(bomb, 'gzip', { freeBytes: 1 << 20 })
    expect(ratio.why).toMatch(/^It unpacks to more than 250 times its size/)
    expect(ratio.text.length).toBeLessThan(8 << 20)
    expect((await unpack(gzipSync(text), 'gzip', { diskBytes: Number.MAX_SAFE_INTEGER })).why).toMatch(/^The disk is nearly full/)
  })

  it('keeps what stands before a cut or a damage', async () => {
    const packed = gzipSync(text)
    const cut = await unpack(packed.subarray(0, packed.length / 2), 'gzip')
    expect(cut.why).toMatch(/^It is damaged or cut off: the first .* could be unpacked\.$/)
    expect(cut.text.length).toBeGreaterThan(0)
    expect(text.subarray(0, cut.text.length).equals(cut.text)).toBe(true)
    expect((await unpack(Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9]), 'gzip')).why).toMatch(/nothing of it could be unpacked/)
  })

  it('ends when it is told to', async () => {
    const ending = new AbortController()
    ending.abort()
    await expect(unpack(gzipSync(text), 'gzip', {}, ending.signal)).rejects.toThrow()
  })

  if (!hasZstd) {
    it('would need the zstd program here', () => console.log('zstd is not installed: unpacking what it packs is not tested'))
    return
  }

  it('gives back what the zstd program packed: one frame, many, none at all, with and without its size', async () => {
    const frames = Buffer.concat([lines(1000), lines(2000), Buffer.alloc(0), Buffer.from('a\n')].map((one) => zstd(one)))
    expect((await unpack(frames, 'zstd')).text.equals(Buffer.concat([lines(1000), lines(2000), Buffer.from('a\n')]))).toBe(true)
    // A skippable frame stands for nothing.
    expect((await unpack(Buffer.concat([Buffer.from('502a4d1803000000616263', 'hex'), zstd(text)]), 'zstd')).text.equals(text)).toBe(true)
    const short = lines(5000)
    for (const options of [['-1'], ['-19', '--long=24'], ['--no-check', '--no-content-size'], ['-3', '-T2', '-B65536']]) {
      const { why, text: back } = await unpack(zstd(short, ...options), 'zstd')
      expect(why).toBeNull()
      expect(back.equals(short)).toBe(true)
    }
  })

  it('stops a bomb and a frame that needs too much memory', async () => {
    expect((await unpack(zstd(Buffer.alloc(20 << 20), '-19'), 'zstd', { freeBytes: 1 << 20 })).why).toMatch(/^It unpacks to more than 250 times/)
    const greedy = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa0, 1, 0, 0])
    expect((await unpack(greedy, 'zstd')).why).toMatch(/needs 1\.\d GB of memory/)
  })

  it('keeps what stands before a cut of it', async () => {
    const packed = zstd(text)
    const cut = await unpack(packed.subarray(0, packed.length - 5000), 'zstd')
    expect(cut.why).toMatch(/^It is damaged or cut off/)
    expect(text.subarray(0, cut.text.length).equals(cut.text)).toBe(true)
  })
})
