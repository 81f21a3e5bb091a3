import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { execFileSync } from 'node:child_process'
import { BlockCache } from '../block-cache'
import { Poller } from '../poller'
import { recogniseFile } from './file-kind'
import { LocalLink, LocalSource } from './local-source'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-source-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const open: LocalSource[] = []
const poller = new Poller()
afterEach(() => open.splice(0).forEach((source) => source.dispose()))

let made = 0
function sourceOf(path: string): LocalSource {
  const options = { link: new LocalLink(), poller, cache: new BlockCache(8 << 20, 16 << 20), path, name: `t${made++}` }
  const source = new LocalSource({ ...options, onDefect: (error) => expect.fail(String(error)) })
  source.want('visible')
  open.push(source)
  return source
}

/** Resolves once it holds; looked at after every change of the source. */
function until(source: LocalSource, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      if (!holds()) return false
      heard.dispose()
      resolve()
      return true
    }
    const heard = source.onChange(() => void look())
    look()
  })
}

async function readAll(source: LocalSource, from: number, to: number): Promise<Buffer> {
  const parts: Buffer[] = []
  for (let at = from; at < to; ) {
    const result = await source.read(at, to - at, 'view')
    if (result.kind === 'gone') throw new Error(`gone at ${at}`)
    if (result.bytes.length === 0) break
    parts.push(result.bytes)
    at += result.bytes.length
  }
  return Buffer.concat(parts)
}

/** What may happen to a file; the bytes of an epoch that is over count as far as they were read. */
const deed = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('append' as const), bytes: fc.uint8Array({ minLength: 1, maxLength: 200_000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('truncate' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rename' as const), bytes: fc.uint8Array({ minLength: 1, maxLength: 5000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('recreate' as const), bytes: fc.uint8Array({ minLength: 1, maxLength: 5000 }) }) },
)

describe('a file of this machine', () => {
  it('reads as all that was ever written to it, over growth, truncation, rotation and recreation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 150_000 }), fc.array(deed, { maxLength: 8 }), async (first, deeds) => {
        const path = join(folder, `p${made++}.log`)
        writeFileSync(path, first)
        const source = sourceOf(path)
        let expected = Buffer.from(first)
        const borders: number[] = []
        const settled = async (): Promise<void> => {
          await until(source, () => source.size() === expected.length && source.boundaries().length === borders.length)
          expect((await readAll(source, 0, expected.length)).equals(expected)).toBe(true)
        }
        await settled()
        for (const one of deeds) {
          if (one.do === 'append') appendFileSync(path, one.bytes)
          if (one.do === 'truncate') {
            truncateSync(path, 0)
            borders.push(expected.length)
          }
          if (one.do === 'rename') renameSync(path, `${path}.1`)
          if (one.do === 'recreate') rmSync(path)
          if (one.do === 'rename' || one.do === 'recreate') {
            writeFileSync(path, one.bytes)
            borders.push(expected.length)
          }
          // An emptied file that stays empty has begun no text of its own, but its epoch has begun.
          if (one.do !== 'truncate') expected = Buffer.concat([expected, one.bytes])
          else if (source.size() === source.epochStart()) borders.pop()
          await settled()
        }
        expect(source.boundaries().map(({ at }) => at)).toEqual(borders)
        source.dispose()
      }),
      { numRuns: 15 },
    )
  }, 60_000)

  it('drains what was written to the old file before it takes the new one of its name', async () => {
    const path = join(folder, 'drain.log')
    writeFileSync(path, 'one\n')
    const source = sourceOf(path)
    await until(source, () => source.size() === 4)
    appendFileSync(path, 'two\n')
    renameSync(path, `${path}.1`)
    writeFileSync(path, 'three\n')
    await until(source, () => source.size() === 14)
    expect((await readAll(source, 0, 14)).toString()).toBe('one\ntwo\nthree\n')
    expect(source.boundaries()).toEqual([{ at: 8, cause: 'replaced' }])
  })

  it('waits for a file that is not there, and reads it when it is', async () => {
    const path = join(folder, 'later.log')
    const source = sourceOf(path)
    await until(source, () => source.condition().kind === 'waiting')
    writeFileSync(path, 'here\n')
    await until(source, () => source.size() === 5)
    expect(source.condition().kind).toBe('live')
  })

  it('scans its newest epoch past the cache', async () => {
    const path = join(folder, 'scan.log')
    writeFileSync(path, 'old\n')
    const source = sourceOf(path)
    await until(source, () => source.size() === 4)
    renameSync(path, `${path}.1`)
    writeFileSync(path, 'new text\n')
    await until(source, () => source.size() === 13)
    const into = Buffer.alloc(5)
    expect(await source.scan(0, into)).toBeNull()
    expect(await source.scan(4, into)).toBe(5)
    expect(into.toString()).toBe('new t')
    expect(await source.scan(13, into)).toBe(0)
    expect(source.peek(4, 9)).toBeNull()
  })
})

describe('what stands at a path', () => {
  it.each([
    ['plain.txt', Buffer.from('hello'), 'text'],
    ['empty', Buffer.alloc(0), 'text'],
    ['a.gz', Buffer.from([0x1f, 0x8b, 8, 0]), 'gzip'],
    ['a.zst', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]), 'zstd'],
    ['skippable', Buffer.from([0x5e, 0x2a, 0x4d, 0x18, 0]), 'zstd'],
    ['a.zip', Buffer.from('PK\x03\x04rest'), 'zip'],
  ])('is told by its bytes: %s', async (name, bytes, kind) => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    expect(await recogniseFile(path)).toMatchObject({ ok: true, value: { kind } })
  })

  it('is refused with a sentence when it is missing, a pipe or a device, and never opened then', async () => {
    const fifo = join(folder, 'fifo')
    execFileSync('mkfifo', [fifo])
    mkdirSync(join(folder, 'sub'))
    expect(await recogniseFile(fifo)).toMatchObject({ ok: false, failure: { code: 'LOG_NOT_A_FILE' } })
    expect(await recogniseFile('/dev/zero')).toMatchObject({ ok: false, failure: { code: 'LOG_NOT_A_FILE' } })
    expect(await recogniseFile(join(folder, 'nothing'))).toMatchObject({ ok: false, failure: { code: 'LOG_MISSING' } })
    expect(await recogniseFile(join(folder, 'sub'))).toMatchObject({ ok: true, value: { kind: 'folder' } })
  })
})
