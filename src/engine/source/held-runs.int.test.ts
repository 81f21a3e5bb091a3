import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Checkpoint } from '@shared/model'
import { openScriptLog } from '../../../e2e/peers/agent-writer'
import { createLink, type Link } from '../ssh'
import { BlockCache } from './block-cache'
import { HeldRuns } from './held-runs'
import { Poller } from './poller'
import { peers, textOf, type Peer } from './remote-peers.test-kit'
import { RemoteSource } from './remote-source'
import { seamHash } from './seam'

const MIB = 1024 * 1024
const first = 'a line of the first run\n'.repeat(80)
const second = 'and one of the second\n'.repeat(20)

describe.each(peers)('runs kept between two lives of the app, on %s', (_name, start) => {
  let peer: Peer
  let link: Link
  let dir: string
  let path: string
  let kept: string
  const open: { dispose(): void }[] = []

  beforeAll(async () => {
    peer = await start()
    link = createLink(peer.target, { ...peer.ports, ask: async () => ({ kind: 'refuse' }), note: () => undefined })
  })
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tailpane-held-'))
    path = join(dir, 'script.log')
    kept = join(dir, 'kept')
    write(first)
  })
  afterEach(() => {
    end()
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

  /** A life of the app: nothing but the kept files goes over to the next one. */
  async function life(resume: Checkpoint | null = null): Promise<RemoteSource> {
    const poller = new Poller()
    const keeper = new HeldRuns(kept, (text) => expect.unreachable(text)).of('w1:a1:l1')
    const source = new RemoteSource({ link, poller, cache: new BlockCache(8 * MIB, 64 * MIB), path, name: 's', resume, keeper })
    open.push(source.want('visible'), poller, source)
    await vi.waitFor(() => expect(source.condition().kind).toBe('live'), 10_000)
    return source
  }

  function end(): void {
    for (const one of open.splice(0)) one.dispose()
  }

  const soon = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 15_000, interval: 20 })

  it('tells a run that began in between from the one before, and still has that', async () => {
    expect(await textOf(await life())).toBe(first)
    end()
    write(second)
    const source = await life()
    await soon(async () => expect(await textOf(source)).toBe(first + second))
    expect(source.boundaries()).toEqual([{ at: first.length, cause: 'rewritten' }])
    expect(source.frontier()).toMatchObject({ at: second.length, fileBytes: first.length })
    end()
    // And once more, with nothing new.
    const third = await life()
    await soon(async () => expect(await textOf(third)).toBe(first + second))
    expect(third.boundaries()).toHaveLength(1)
    expect(third.frontier()).toMatchObject({ at: second.length })
  })

  it('tells a longer run as well, and growth is no run', async () => {
    expect(await textOf(await life())).toBe(first)
    end()
    appendFileSync(path, 'grown\n')
    const grown = await life()
    await soon(async () => expect(await textOf(grown)).toBe(`${first}grown\n`))
    expect(grown.boundaries()).toEqual([])
    end()
    const longer = second.repeat(10)
    write(longer)
    const source = await life()
    await soon(async () => expect(await textOf(source)).toBe(`${first}grown\n${longer}`))
    expect(source.frontier()).toBeNull()
  })

  it('keeps the frontier when the engine is started again', async () => {
    const before = await life()
    expect(await textOf(before)).toBe(first)
    write(second)
    await soon(() => expect(before.boundaries()).toHaveLength(1))
    await soon(async () => expect(await textOf(before)).toBe(first + second))
    end()
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

  it('keeps at most 1 MiB of a run, for the person alone, and passes over what is damaged', async () => {
    const large = 'a line of a large log, of which not everything is kept\n'.repeat(60_000)
    write(large)
    const source = await life()
    expect(await textOf(source)).toBe(large)
    end()
    const file = join(kept, readdirSync(kept)[0]!)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(file).size).toBeLessThan(MIB + 128 * 1024)
    write(second)
    const again = await life()
    await soon(() => expect(again.frontier()).toMatchObject({ at: second.length }))
    expect(await textOf(again, again.epochStart())).toBe(second)
    expect(await textOf(again, 0, 100)).toBe(large.slice(0, 100))
    end()
    writeFileSync(file, 'no such file')
    expect((await life()).boundaries()).toEqual([])
  })
})
