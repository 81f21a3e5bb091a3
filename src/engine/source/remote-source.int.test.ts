import { createHash } from 'node:crypto'
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Checkpoint } from '@shared/model'
import { createLink, type Link } from '../ssh'
import { BlockCache } from './block-cache'
import { Poller } from './poller'
import { peers, textOf, type Peer } from './remote-peers.test-kit'
import { RemoteSource } from './remote-source'

const MIB = 1024 * 1024

describe.each(peers)('RemoteSource on %s', (_name, start) => {
  let peer: Peer
  let dir: string
  let link: Link
  const disposables: { dispose(): void }[] = []

  beforeAll(async () => {
    peer = await start()
    dir = mkdtempSync(join(tmpdir(), 'tailpane-source-'))
    link = createLink(peer.target, { ...peer.ports, ask: async () => ({ kind: 'refuse' }), note: () => undefined })
  })
  afterEach(() => disposables.splice(0).forEach((d) => d.dispose()))
  afterAll(async () => {
    link.close()
    await peer.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  let made = 0
  function open(path: string, resume: Checkpoint | null = null): RemoteSource {
    const poller = new Poller()
    const source = new RemoteSource({ link, poller, cache: new BlockCache(8 * MIB, 64 * MIB), path, name: `s${made++}`, resume })
    disposables.push(source.want('visible'), poller, source)
    return source
  }

  const live = (source: RemoteSource) => vi.waitFor(() => expect(source.condition().kind).toBe('live'), 5000)

  const text = textOf

  it('reads any range and follows growth', async () => {
    const path = join(dir, 'grow.log')
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) & 0xff))
    writeFileSync(path, bytes)
    const source = open(path)
    await live(source)
    expect(source.size()).toBe(bytes.length)
    for (const [from, length] of [[0, 10], [65_530, 20], [299_990, 100], [131_072, 65_536]] as const) {
      const parts: Buffer[] = []
      for (let at = from; at < Math.min(from + length, bytes.length); ) {
        const result = await source.read(at, from + length - at, 'view')
        if (result.kind === 'gone') throw new Error('gone')
        parts.push(result.bytes)
        at += result.bytes.length
      }
      expect(Buffer.concat(parts)).toEqual(bytes.subarray(from, from + length))
    }
    appendFileSync(path, 'more')
    await vi.waitFor(() => expect(source.size()).toBe(bytes.length + 4))
    expect((await text(source)).endsWith('more')).toBe(true)
  })

  it('waits for a file that does not exist yet', async () => {
    const path = join(dir, 'later.log')
    const source = open(path)
    await vi.waitFor(() => expect(source.condition().kind).toBe('waiting'), 5000)
    writeFileSync(path, 'here')
    await live(source)
    expect(await text(source)).toBe('here')
    expect(source.boundaries()).toEqual([])
  })

  it('notices truncation, keeps what it read and names what is gone', async () => {
    const path = join(dir, 'truncate.log')
    writeFileSync(path, 'x'.repeat(1000))
    const source = open(path)
    await live(source)
    truncateSync(path)
    appendFileSync(path, 'new')
    await vi.waitFor(() => expect(source.boundaries()).toMatchObject([{ at: 1000, cause: 'truncated' }]))
    await vi.waitFor(() => expect(source.size()).toBe(1003))
    expect(await text(source)).toBe('<gone 1000>new')
  })

  it('drains a renamed file before it goes on with the new one', async () => {
    const path = join(dir, 'rotate.log')
    writeFileSync(path, 'old 1\n')
    const source = open(path)
    await live(source)
    appendFileSync(path, 'old 2\n')
    renameSync(path, `${path}.1`)
    writeFileSync(path, 'new 1\n')
    await vi.waitFor(() => expect(source.boundaries()).toMatchObject([{ at: 12, cause: 'replaced' }]))
    expect(await text(source)).toBe('old 1\nold 2\nnew 1\n')
  })

  it('goes on with the old file while nothing stands in its place', async () => {
    const path = join(dir, 'moved.log')
    writeFileSync(path, 'a')
    const source = open(path)
    await live(source)
    renameSync(path, `${path}.1`)
    await vi.waitFor(() => expect(source.condition().kind).toBe('waiting'))
    appendFileSync(`${path}.1`, 'b')
    await vi.waitFor(() => expect(source.size()).toBe(2))
    writeFileSync(path, 'c')
    await vi.waitFor(() => expect(source.boundaries()).toMatchObject([{ at: 2, cause: 'replaced' }]))
    expect(await text(source)).toBe('abc')
  })

  it('notices a file that was truncated and written longer between two looks', async () => {
    const path = join(dir, 'rewritten.log')
    writeFileSync(path, 'first run '.repeat(100))
    const source = open(path)
    await live(source)
    expect(await text(source)).toHaveLength(1000)
    writeFileSync(path, 'second run, longer than the first '.repeat(100))
    const both = 'first run '.repeat(100) + 'second run, longer than the first '.repeat(100)
    await vi.waitFor(async () => expect(await text(source)).toBe(both))
    expect(source.boundaries()).toHaveLength(1)
  })

  it('goes on at the byte after the connection dropped, and sees replacement meanwhile', async () => {
    const same = join(dir, 'same.log')
    const other = join(dir, 'other.log')
    writeFileSync(same, 'before ')
    writeFileSync(other, 'before ')
    const sources = [open(same), open(other)]
    for (const source of sources) {
      await live(source)
      expect(await text(source)).toBe('before ')
    }
    // The change happens in the turn in which the drop is seen, before the connection is made again.
    const dropped = new Promise<void>((resolve) => {
      const listening = link.onState((state) => {
        if (state.phase !== 'offline') return
        listening.dispose()
        appendFileSync(same, 'after')
        writeFileSync(other, 'something else of more length')
        resolve()
      })
    })
    peer.drop()
    await dropped
    expect(sources.map((s) => s.condition().kind)).toEqual(['offline', 'offline'])
    for (const source of sources) await live(source)
    await vi.waitFor(() => expect(sources[0]!.size()).toBe(12))
    expect(await text(sources[0]!)).toBe('before after')
    expect(sources[0]!.boundaries()).toEqual([])
    expect(sources[1]!.boundaries()).toMatchObject([{ at: 7, cause: 'replaced' }])
    expect(await text(sources[1]!)).toBe('before something else of more length')
  })

  it('goes on with the offsets of an earlier life, or says that the file is another', async () => {
    const path = join(dir, 'resume.log')
    writeFileSync(path, 'shown and more')
    const seamHash = createHash('sha256').update('shown').digest('hex')
    const goesOn = open(path, { path, epochStart: 100, offset: 105, seamHash })
    await live(goesOn)
    expect(await text(goesOn, 105)).toBe(' and more')
    expect(goesOn.boundaries()).toEqual([])
    const another = open(path, { path, epochStart: 100, offset: 105, seamHash: 'f'.repeat(64) })
    await live(another)
    expect(another.boundaries()).toMatchObject([{ at: 105, cause: 'replaced' }])
    expect(await text(another, 105)).toBe('shown and more')
  })

  it('follows a file whose time of change jumps, forwards and back', async () => {
    const path = join(dir, 'clock.log')
    writeFileSync(path, 'a')
    const source = open(path)
    await live(source)
    let wanted = 'a'
    for (const seconds of [2_000_000_000, 1_000_000_000, 1_900_000_000, 1]) {
      appendFileSync(path, 'b')
      utimesSync(path, seconds, seconds)
      wanted += 'b'
      await vi.waitFor(() => expect(source.size()).toBe(wanted.length))
    }
    expect(await text(source)).toBe(wanted)
    expect(source.boundaries()).toEqual([])
  })

  it('tells a directory and a device from a log, without blocking on them', async () => {
    mkdirSync(join(dir, 'folder.log'))
    const directory = open(join(dir, 'folder.log'))
    const device = open('/dev/zero')
    await vi.waitFor(() => expect(directory.condition()).toMatchObject({ kind: 'failed', failure: { code: 'LOG_IS_DIRECTORY' } }))
    await vi.waitFor(() => expect(device.condition()).toMatchObject({ kind: 'failed', failure: { code: 'LOG_NOT_A_FILE' } }))
  })

  it.runIf(process.getuid?.() !== 0)('tells a lack of permission, and reads as soon as it is given', async () => {
    const path = join(dir, 'secret.log')
    writeFileSync(path, 'secret')
    chmodSync(path, 0)
    const source = open(path)
    await vi.waitFor(() => expect(source.condition()).toMatchObject({ kind: 'failed', failure: { code: 'LOG_FORBIDDEN' } }))
    chmodSync(path, 0o600)
    await live(source)
    expect(await text(source)).toBe('secret')
  })

  it('delivers every byte of a rotating log once and in order', async () => {
    const path = join(dir, 'churn.log')
    writeFileSync(path, '')
    const source = open(path)
    await live(source)
    let wanted = ''
    let got = ''
    for (let i = 0; i < 30; i++) {
      const line = `line ${i} ${'.'.repeat((i * 37) % 200)}\n`
      appendFileSync(path, line)
      wanted += line
      if (i % 10 === 9) {
        renameSync(path, `${path}.${i}`)
        writeFileSync(path, '')
        const epochs = (i + 1) / 10
        await vi.waitFor(() => expect(source.boundaries()).toHaveLength(epochs))
        got += await text(source, got.length)
      }
    }
    await vi.waitFor(() => expect(source.size()).toBe(wanted.length))
    got += await text(source, got.length)
    expect(got).toBe(wanted)
  })
})
