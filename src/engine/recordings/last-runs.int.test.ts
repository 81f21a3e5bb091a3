import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Checkpoint } from '@shared/model'
import { defaultSettings } from '@shared/settings'
import { openScriptLog } from '../../../e2e/peers/agent-writer'
import { BlockCache, Poller, RemoteSource, seamHash } from '../source'
import { peers, textOf, type Peer } from '../source/remote-peers.test-kit'
import { createLink, type Link } from '../ssh'
import { RecordingKeyring } from './keyring'
import { RecordingStore } from './recording-store'

const MIB = 1024 * 1024
const AGENT = { id: 'w0123456789ab:a0123456789ab', name: 'main' }
const LOG = `${AGENT.id}:l0123456789ab`
const first = 'a line of the first run\n'.repeat(80)
const second = 'and one of the second\n'.repeat(20)

describe.each(peers)('runs kept between two lives of the app, on %s', (_name, start) => {
  let peer: Peer
  let link: Link
  let dir: string
  let path: string
  let kept: string
  let end: () => Promise<void> = () => Promise.resolve()

  beforeAll(async () => {
    peer = await start()
    link = createLink(peer.target, { ...peer.ports, ask: async () => ({ kind: 'refuse' }), note: () => undefined })
  })
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tailpane-last-runs-'))
    path = join(dir, 'script.log')
    kept = join(dir, 'profile', 'recordings')
    write(first)
    // Of runs that no agent log tells of, recordings are known by the second.
    const minuteAgo = new Date(Date.now() - 60_000)
    utimesSync(path, minuteAgo, minuteAgo)
  })
  afterEach(async () => {
    await end()
    rmSync(dir, { recursive: true, force: true })
  })
  afterAll(async () => {
    link.close()
    await peer.stop()
  })

  function write(text: string): void {
    const run = openScriptLog(path)
    run.write(text)
    run.close()
  }

  /** A life of the app: nothing but what is recorded goes over to the next one. */
  async function life(resume: Checkpoint | null = null): Promise<RemoteSource> {
    const poller = new Poller()
    const store = new RecordingStore(kept, defaultSettings, new RecordingKeyring(), () => undefined, (error) => expect.unreachable(String(error)))
    const lastRuns = store.lastRuns(AGENT.id, LOG, path)
    const source = new RemoteSource({ link, poller, cache: new BlockCache(8 * MIB, 64 * MIB), path, name: 's', resume, lastRuns })
    const recording = store.record({
      workspace: () => ({ id: 'w0123456789ab', name: 'box', kind: 'ssh', target: 'box' }),
      agent: AGENT,
      logs: () => [{ path, kind: 'script', title: 'Script', source, beganMs: source.epochBeganMs() }],
      runs: () => [],
      verdict: () => null,
      seen: () => null,
      slice: () => null,
      undecided: () => false,
    })
    const wanted = source.want('visible')
    const recorded = () =>
      soon(async () => {
        recording.tick()
        expect((await lastRuns.load())?.newest.length).toBe(source.size() - source.epochStart())
      })
    end = async () => {
      await recorded()
      recording.stop()
      for (const one of [wanted, poller, source]) one.dispose()
      await store.settled()
    }
    await vi.waitFor(() => expect(source.condition().kind).toBe('live'), 10_000)
    await recorded()
    return source
  }

  const soon = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 15_000, interval: 20 })

  it('tells a run that began in between from the one before, and still has that', async () => {
    expect(await textOf(await life())).toBe(first)
    await end()
    write(second)
    const source = await life()
    await soon(async () => expect(await textOf(source)).toBe(first + second))
    expect(source.boundaries()).toEqual([{ at: first.length, cause: 'rewritten' }])
    expect(source.frontier()).toMatchObject({ at: second.length, fileBytes: first.length })
    await end()
    // And once more, with nothing new.
    const third = await life()
    await soon(async () => expect(await textOf(third)).toBe(first + second))
    expect(third.boundaries()).toHaveLength(1)
    expect(third.frontier()).toMatchObject({ at: second.length })
  })

  it('tells a longer run as well, and growth is no run', async () => {
    expect(await textOf(await life())).toBe(first)
    await end()
    appendFileSync(path, 'grown\n')
    const grown = await life()
    await soon(async () => expect(await textOf(grown)).toBe(`${first}grown\n`))
    expect(grown.boundaries()).toEqual([])
    await end()
    const longer = second.repeat(10)
    write(longer)
    const source = await life()
    await soon(async () => expect(await textOf(source)).toBe(`${first}grown\n${longer}`))
    expect(source.frontier()).toBeNull()
  })

  it('takes two recordings of one run, as an app that ended suddenly can leave them, for one run', async () => {
    expect(await textOf(await life())).toBe(first)
    await end()
    const [name] = readdirSync(kept)
    // The same run as it was saved in a recording that nobody went on with.
    cpSync(join(kept, name!), join(kept, name!.replace(/^\d{15}/, (ms) => String(Number(ms) - 5000).padStart(15, '0'))), { recursive: true })
    appendFileSync(path, 'grown\n')
    for (let n = 0; n < 2; n++) {
      const source = await life()
      await soon(async () => expect(await textOf(source)).toBe(`${first}grown\n`))
      expect(source.boundaries()).toEqual([])
      await end()
    }
  })

  it('keeps the frontier when the engine is started again', async () => {
    const before = await life()
    expect(await textOf(before)).toBe(first)
    write(second)
    await soon(() => expect(before.boundaries()).toHaveLength(1))
    await soon(async () => expect(await textOf(before)).toBe(first + second))
    await end()
    const checkpoint = { path, epochStart: first.length, offset: first.length + second.length, seamHash: seamHash(Buffer.from(second)) }
    const after = await life(checkpoint)
    expect(after.frontier()).toMatchObject({ at: second.length, fileBytes: first.length })
    expect(after.size()).toBe(first.length + second.length)
    const run = openScriptLog(path)
    run.write(`${second}and on\n`)
    await soon(async () => expect(await textOf(after, first.length + second.length)).toBe('and on\n'))
    expect(after.boundaries()).toEqual([])
    run.close()
  })

  it('holds what was kept of another file for nothing, where a checkpoint says which one it was', async () => {
    const before = await life()
    expect(await textOf(before)).toBe(first)
    write(second)
    await soon(async () => expect(await textOf(before)).toBe(first + second))
    await end()
    // The app kept that, and then ended too suddenly to keep anything of the file that came after it.
    const third = 'a line of a third file\n'.repeat(30)
    writeFileSync(path, third)
    const start = first.length + second.length
    const source = await life({ path, epochStart: start, offset: start + third.length, seamHash: seamHash(Buffer.from(third)) })
    await soon(() => expect(source.size()).toBe(start + third.length))
    appendFileSync(path, 'and on\n')
    await soon(async () => expect(await textOf(source, start + third.length)).toBe('and on\n'))
    expect(source.boundaries()).toEqual([])
    expect(source.frontier()).toBeNull()
  })

  it('takes what the run before wrote at last, while nobody looked, for no part of the one after it', async () => {
    expect(await textOf(await life())).toBe(first)
    await end()
    appendFileSync(path, 'its last line\n')
    write(second)
    const source = await life()
    await soon(() => expect(source.frontier()).toMatchObject({ at: second.length }))
    expect(await textOf(source, source.epochStart())).toBe(second)
    expect(source.boundaries()).toHaveLength(1)
  })

  it('has beginning and end of a large run, and passes over what is damaged', async () => {
    const large = 'a line of a large log, of which not everything is kept\n'.repeat(60_000)
    write(large)
    const source = await life()
    expect(await textOf(source)).toBe(large)
    await end()
    write(second)
    const again = await life()
    await soon(() => expect(again.frontier()).toMatchObject({ at: second.length }))
    expect(await textOf(again, again.epochStart())).toBe(second)
    expect(await textOf(again, 0, 100)).toBe(large.slice(0, 100))
    await end()
    for (const name of readdirSync(kept)) writeFileSync(join(kept, name, 'manifest.json'), 'no manifest')
    expect((await life()).boundaries()).toEqual([])
  })

  it('goes on from what version 0.1.0 kept, until a recording knows more', async () => {
    const folder = join(dir, 'profile', 'held-runs')
    mkdirSync(folder, { recursive: true })
    const { mtimeMs } = statSync(path)
    const head = { version: 1, sizeBytes: first.length, modifiedMs: Math.floor(mtimeMs / 1000) * 1000, newest: { length: first.length, beganMs: null, parts: [{ from: 0, bytes: first.length }] }, before: null }
    writeFileSync(join(folder, 'w0123456789ab-a0123456789ab-l0123456789ab.run'), `${JSON.stringify(head)}\n${first}`)
    write(second)
    const source = await life()
    await soon(async () => expect(await textOf(source)).toBe(first + second))
    expect(source.boundaries()).toEqual([{ at: first.length, cause: 'rewritten' }])
  })
})
