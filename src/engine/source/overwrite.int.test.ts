import { createHash } from 'node:crypto'
import { appendFileSync, mkdtempSync, rmSync, truncateSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openScriptLog, runScript } from '../../../e2e/peers/agent-writer'
import { createLink, type Link } from '../ssh'
import { BlockCache } from './block-cache'
import { Poller } from './poller'
import { peers, textOf, type Peer } from './remote-peers.test-kit'
import { RemoteSource } from './remote-source'

const MIB = 1024 * 1024

/** Lines as a script writes them, told apart by `word`. */
function lines(word: string, count: number): string {
  let text = ''
  for (let i = 1; i <= count; i++) text += `${word} ${i} of ${count}\n`
  return text
}

/** Short in a report, where it differs. */
function short(text: string): string {
  return text.length < 4000 ? text : createHash('sha256').update(text).digest('hex')
}

/** Blocks of 4 KiB; those of the first half and every third one are the same for every `seed`. */
function alike(seed: string, blocks: number): string {
  let text = ''
  for (let i = 0; i < blocks; i++) {
    const fill = i < blocks / 2 || i % 3 === 0 ? 'same' : seed
    text += `${`${i} ${fill} `.repeat(1000).slice(0, 4095)}\n`
  }
  return text
}

describe.each(peers)('a script log that is overwritten in place, on %s', (_name, start) => {
  let peer: Peer
  let dir: string
  let link: Link
  let made = 0
  const disposables: { dispose(): void }[] = []

  beforeAll(async () => {
    peer = await start()
    dir = mkdtempSync(join(tmpdir(), 'tailpane-overwrite-'))
    link = createLink(peer.target, { ...peer.ports, ask: async () => ({ kind: 'refuse' }), note: () => undefined })
  })
  afterEach(() => disposables.splice(0).forEach((d) => d.dispose()))
  afterAll(async () => {
    link.close()
    await peer.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  /** A log with what the first run wrote, read to its end as a pane does. */
  async function opened(first: string, ageMs = 0): Promise<{ path: string; source: RemoteSource }> {
    const path = join(dir, `script-${made++}.log`)
    const run = openScriptLog(path)
    run.write(first)
    run.close()
    if (ageMs > 0) utimesSync(path, new Date(), new Date(Date.now() - ageMs))
    const poller = new Poller()
    const source = new RemoteSource({ link, poller, cache: new BlockCache(8 * MIB, 64 * MIB), path, name: `s${made}` })
    disposables.push(source.want('visible'), poller, source)
    await vi.waitFor(() => expect(source.condition().kind).toBe('live'), 10_000)
    expect(await textOf(source)).toBe(first)
    return { path, source }
  }

  const newest = (source: RemoteSource) => textOf(source, source.epochStart())
  const soon = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 15_000, interval: 20 })
  const shows = (source: RemoteSource, text: string) => soon(async () => expect(short(await newest(source))).toBe(short(text)))

  it('sees a shorter run, keeps the old one, and never takes its tail for new', async () => {
    const first = lines('first', 60)
    const { path, source } = await opened(first)
    expect(source.frontier()).toBeNull()
    const code = await runScript(path, 'for i in 1 2 3; do echo "second $i of 3"; sleep 0.2; done; exit 7')
    expect(code).toBe(7)
    await shows(source, lines('second', 3))
    expect(source.boundaries()).toEqual([{ at: first.length, cause: 'rewritten' }])
    expect(source.frontier()).toEqual({ at: 42, atMost: 42, fileBytes: first.length })
    expect(await textOf(source)).toBe(first + lines('second', 3))
  })

  it('shows a run as it writes, and goes on past the old end as an ordinary log', async () => {
    const first = lines('first', 30)
    const { path, source } = await opened(first)
    const run = openScriptLog(path)
    let written = ''
    for (let i = 1; i <= 40; i++) {
      const line = `line ${i} of the second run\n`
      run.write(line)
      written += line
      await shows(source, written)
    }
    expect(source.frontier()).toBeNull()
    expect(source.boundaries()).toEqual([{ at: first.length, cause: 'rewritten' }])
    run.close()
    appendFileSync(path, 'more\n')
    await shows(source, `${written}more\n`)
    expect(source.boundaries()).toHaveLength(1)
  })

  it('sees a longer run that was written at once', async () => {
    const first = lines('first', 30)
    const { path, source } = await opened(first)
    const second = lines('second', 100)
    await runScript(path, 'i=1; while [ $i -le 100 ]; do echo "second $i of 100"; i=$((i + 1)); done')
    await shows(source, second)
    expect(await textOf(source)).toBe(first + second)
  })

  it('sees a run of equal size', async () => {
    const first = lines('run 1, line', 50)
    const second = lines('run 2, line', 50)
    const { path, source } = await opened(first)
    const run = openScriptLog(path)
    run.write(second)
    await shows(source, second)
    run.close()
  })

  it('sees a run whose first half and every third block equal the old ones', async () => {
    const first = alike('old', 40)
    const { path, source } = await opened(first)
    const second = alike('new', 40)
    const run = openScriptLog(path)
    for (let at = 0; at < second.length; at += 10_000) run.write(second.slice(at, at + 10_000))
    run.close()
    // Block 39 is the same in both, so nothing can prove who wrote it.
    await soon(() => {
      expect(source.boundaries()).toHaveLength(1)
      expect(source.size() - source.epochStart()).toBeGreaterThanOrEqual(39 * 4096 - 5)
    })
    const shown = await newest(source)
    expect(second.startsWith(shown)).toBe(true)
    expect(source.boundaries()).toHaveLength(1)
  })

  it('sees a longer run that is like the old one where that ended', async () => {
    const first = alike('old', 40)
    const { path, source } = await opened(first)
    await soon(() => expect(source.peek(0, first.length)).not.toBeNull())
    const second = alike('new', 40) + lines('further', 20)
    const run = openScriptLog(path)
    run.write(second)
    run.close()
    await shows(source, second)
  })

  it('takes what the run before wrote at last, just before it was gone over, for no part of the next', async () => {
    const first = lines('first', 60)
    const { path, source } = await opened(first)
    await soon(() => expect(source.peek(0, first.length)).not.toBeNull())
    appendFileSync(path, lines('at last', 20))
    const run = openScriptLog(path)
    run.write('the next run\n')
    run.close()
    await soon(() => expect(source.boundaries()).toHaveLength(1))
    await shows(source, 'the next run\n')
    expect(source.boundaries()).toMatchObject([{ cause: 'rewritten' }])
  })

  it('is no other run when it goes on in a line that seemed to end where the old one did', async () => {
    const first = lines('first', 60)
    const { path, source } = await opened(first)
    const at = first.indexOf('\n', 200)
    const head = `${'x'.repeat(at - 8)} waiting`
    const run = openScriptLog(path)
    run.write(head)
    // Nothing is written for a moment, so the old newline right there counts.
    await shows(source, `${head}\n`)
    run.write(' and done\n')
    await shows(source, `${head} and done\n`)
    run.write('the next line\n')
    await shows(source, `${head} and done\nthe next line\n`)
    run.close()
    expect(source.boundaries()).toEqual([{ at: first.length, cause: 'rewritten' }])
  })

  it('ends at a prompt that the run waits at', async () => {
    const first = lines('old text of the first run', 80).slice(0, 2000)
    const { path, source } = await opened(first)
    const run = openScriptLog(path)
    const head = lines('step', 60).slice(0, 499) + '\n'
    run.write(head)
    await shows(source, head)
    run.write('Continue? [Y/n] ')
    await soon(async () => expect((await newest(source)).slice(500)).toMatch(/^Continue\? \[Y\/n\] ?$/))
    expect(source.frontier()).toMatchObject({ fileBytes: 2000 })
    run.write('y\ndone\n')
    await shows(source, `${head}Continue? [Y/n] y\ndone\n`)
    run.close()
  })

  it('sees run after run', async () => {
    let expected = lines('run 0', 40)
    const { path, source } = await opened(expected)
    for (const [count, word] of [[10, 'one'], [30, 'two'], [5, 'three'], [50, 'four'], [1, 'five']] as const) {
      const run = openScriptLog(path)
      const text = lines(word, count)
      run.write(text)
      run.close()
      await shows(source, text)
      expected += text
      expect(await textOf(source)).toBe(expected)
    }
    expect(source.boundaries()).toHaveLength(5)
  })

  it('sees a run that began while the connection was down', async () => {
    const cases = [
      { first: lines('first', 60), second: lines('second', 20) },
      { first: lines('first', 20), second: lines('second', 60) },
      { first: lines('run 1', 20), second: lines('run 2', 20) },
    ]
    const logs = await Promise.all(cases.map(({ first }) => opened(first)))
    const dropped = new Promise<void>((resolve) => {
      const listening = link.onState((state) => {
        if (state.phase !== 'offline') return
        listening.dispose()
        for (const [i, { path }] of logs.entries()) {
          const run = openScriptLog(path)
          run.write(cases[i]!.second)
          run.close()
        }
        resolve()
      })
    })
    peer.drop()
    await dropped
    for (const [i, { source }] of logs.entries()) {
      await shows(source, cases[i]!.second)
      expect(await textOf(source)).toBe(cases[i]!.first + cases[i]!.second)
    }
  })

  it('sees a run that repeats the old one, once the agent log tells that it began', async () => {
    const first = lines('same', 30)
    // Times of change are whole seconds: a run that begins in the second of the last change is not told from it.
    const { path, source } = await opened(first, 5000)
    source.expectRun(Date.now())
    const run = openScriptLog(path)
    run.write(first)
    run.write('and more\n')
    run.close()
    await shows(source, `${first}and more\n`)
    expect(source.boundaries()).toEqual([{ at: first.length, cause: 'rewritten' }])
    // What it began with is told late, of a run that was seen: that is no further one.
    source.expectRun(Date.now() - 4000)
    appendFileSync(path, 'still the same run\n')
    await shows(source, `${first}and more\nstill the same run\n`)
    expect(source.boundaries()).toHaveLength(1)
  })

  it('takes no touch, no growth and no truncation for a run', async () => {
    const first = lines('first', 60)
    const { path, source } = await opened(first)
    utimesSync(path, 1_700_000_000, 1_700_000_000)
    await soon(() => expect(source.modifiedMs()).toBe(1_700_000_000_000))
    appendFileSync(path, 'grown\n')
    await shows(source, `${first}grown\n`)
    expect(source.boundaries()).toEqual([])
    truncateSync(path, 0)
    appendFileSync(path, 'new\n')
    await shows(source, 'new\n')
    expect(source.boundaries()).toMatchObject([{ cause: 'truncated' }])
    expect(source.frontier()).toBeNull()
  })
})
