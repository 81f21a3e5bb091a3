import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { startCoderLike } from '../../../e2e/peers/coder-like'
import { makeHome, startSshd, type Sshd } from '../../../e2e/peers/openssh'
import type { SearchPattern } from '@shared/contract/search'
import { testEngine, type TestWindow } from '../engine.test-kit'
import type { Engine } from '../create-engine'
import type { Link } from '../ssh'
import { closeLinks, openLink, reach } from '../ssh/open-link.test-kit'
import type { FoundLine } from './line-scanner'
import { readyMatcher } from './matcher'
import { findsWhatTheEngineFinds, givesLinesAndTotal, plain } from './program-search.test-kit'
import { remoteCommand, shellWord } from './remote-command'
import { searchRemotely } from './remote-search'

let sshd: Sshd
let bare: Sshd
beforeAll(async () => {
  sshd = await startSshd()
  // A machine that has the usual programs but no ripgrep.
  const bin = join(sshd.dir, 'bin')
  mkdirSync(bin)
  for (const name of ['sh', 'grep', 'cut', 'tail', 'timeout', 'true', 'cat', 'sleep', 'bash', 'dash']) {
    const at = ['/bin', '/usr/bin'].map((folder) => join(folder, name)).find((path) => existsSync(path))
    if (at !== undefined) symlinkSync(at, join(bin, name))
  }
  bare = await startSshd({ extraConfig: `SetEnv PATH=${bin}` })
})
afterAll(() => Promise.all([sshd.stop(), bare.stop()]))
afterEach(closeLinks)

async function linkTo(server: Sshd): Promise<Link> {
  const { link } = openLink(makeHome(server))
  await reach(link, 'connected')
  return link
}

async function search(link: Link, path: string, pattern: SearchPattern, more: Partial<Parameters<typeof searchRemotely>[1]> = {}) {
  const hits: FoundLine[] = []
  const answer = await searchRemotely(
    (command) => link.exec(command),
    { path, keep: 1000, skip: 0, count: true, ...more },
    readyMatcher(pattern),
    new AbortController().signal,
    async (hit) => void hits.push({ ...hit, bytes: Buffer.from(hit.bytes) }),
  )
  return { answer, hits }
}

describe('words for any shell', () => {
  it('come back as they were, through sh', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60, min: 1 }), (bytes) => {
      const said = execFileSync('sh', ['-c', `set -- ${shellWord(bytes)}; p=$(printf "%bX" "$1"); printf %s "\${p%X}"`])
      expect(said.equals(Buffer.from(bytes))).toBe(true)
      expect(shellWord(bytes)).toMatch(/^'[A-Za-z0-9/._\\-]*'$/)
      expect(shellWord(bytes)).not.toContain('\\\\')
    }), { numRuns: 100 })
  })

  it('are all that the command is made of: nothing that a shell could take for its own', () => {
    const command = remoteCommand({ mode: 'hits', path: "/tmp/it's; rm $(x) `y`\n", ere: 'a!b', rust: '\\', keep: 1, from: 1 })
    expect(command?.match(/'/g)).toHaveLength(8)
    expect(command?.replaceAll('$!', '')).not.toMatch(/[\n!]|\\\\/)
  })
})

describe.each([['rg', () => sshd], ['grep', () => bare]] as const)('a search by %s on OpenSSH', (way, server) => {
  if (way === 'rg' && !existsSync('/usr/bin/rg')) {
    it('would need ripgrep here', () => console.log('ripgrep is not installed: searching by it is not tested'))
    return
  }

  it('gives lines with their numbers and offsets, the total, and how far it read', async () => {
    const link = await linkTo(server())
    await givesLinesAndTotal(join(server().dir, "it's a log; $(touch pwned) \\ é!.log"), way, (...of) => search(link, ...of))
  })

  it('finds the lines that the engine finds', async () => {
    const link = await linkTo(server())
    await findsWhatTheEngineFinds(join(server().dir, 'random.log'), way, (...of) => search(link, ...of), 25)
  })

  it('says that it cannot where the file is none, or not to be read', async () => {
    const link = await linkTo(server())
    expect((await search(link, '/no/such.log', plain('a'))).answer).toBeNull()
    expect((await search(link, '/tmp', plain('a'))).answer).toBeNull()
  })

  it('ends when it is cancelled', async () => {
    // A file that is never read to its end: it has no newline for gigabytes, and no match.
    const path = join(server().dir, `sparse-${way}.log`)
    writeFileSync(path, 'a\n')
    execFileSync('truncate', ['-s', '900G', path])
    const mark = `never-there-${way}-${process.pid}`
    const link = await linkTo(server())
    const ending = new AbortController()
    const searching = searchRemotely((command) => link.exec(command), { path, keep: 10, skip: 0, count: true }, readyMatcher({ ...plain(`${mark}`) }), ending.signal, async () => {})
    await vi.waitFor(() => expect(running(mark)).not.toEqual([]), { timeout: 15_000, interval: 20 })
    ending.abort()
    expect(await searching).toBeNull()
    // Left alone it would run for hours.
    await vi.waitFor(() => expect(running(mark)).toEqual([]), { timeout: 15_000, interval: 10 })
  })

  it('ends when the connection drops', async () => {
    const path = join(server().dir, `dropped-${way}.log`)
    writeFileSync(path, 'a\n')
    execFileSync('truncate', ['-s', '900G', path])
    const mark = `dropped-${way}-${process.pid}`
    const link = await linkTo(server())
    const searching = searchRemotely((command) => link.exec(command), { path, keep: 10, skip: 0, count: true }, readyMatcher(plain(mark)), new AbortController().signal, async () => {})
    await vi.waitFor(() => expect(running(mark)).not.toEqual([]), { timeout: 15_000, interval: 20 })
    link.close()
    expect(await searching).toBeNull()
    await vi.waitFor(() => expect(running(mark)).toEqual([]), { timeout: 15_000, interval: 10 })
  })
})

/** Commands (not shells) that carry this word in their arguments. */
function running(word: string): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const args = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')
      return args.some((arg) => unescaped(arg).includes(word)) ? [args.join(' ')] : []
    } catch {
      return []
    }
  })
}

/** rg is given bytes as `\xHH`. */
function unescaped(arg: string): string {
  return arg.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
}

async function started(asked: Promise<unknown>): Promise<void> {
  expect(await asked).toEqual({ ok: true, value: null })
}

describe('a search of a workspace', () => {
  let engine: Engine
  let window: TestWindow
  afterEach(() => engine.stop())

  async function open(target: string, env: NodeJS.ProcessEnv, path: string): Promise<string> {
    ;({ engine, window } = testEngine(env))
    const opened = await window.request('workspace.open', { target })
    expect(opened.ok).toBe(true)
    await window.until('connected', () => {
      if (window.prompts[0]) void window.request('prompt.answer', { promptId: window.prompts[0].promptId, answer: { kind: 'accept' } })
      return window.workspaces[0]?.agents[0]?.link.phase === 'connected'
    })
    const log = await window.request('log.add', { agentId: window.workspaces[0]!.agents[0]!.id, path })
    if (!log.ok) throw new Error(log.failure.sentence)
    return log.value.id
  }

  it('runs a program on a plain host, then follows what is added', async () => {
    const path = join(bare.dir, 'large.log')
    writeFileSync(path, 'an ordinary line of the log\n'.repeat(100_000) + 'needle one\nopen')
    const logId = await open('box', makeHome(bare).env, path)
    await started(window.request('search.start', { searchId: 's1', logIds: [logId], pattern: plain('needle'), readAll: false }))
    await window.until('the search is done', () => window.search('s1')?.done === true)
    expect(window.search('s1')).toMatchObject({ total: 1, left: 0, logs: [{ way: 'grep', failure: null }] })
    expect(window.hits('s1')).toMatchObject([{ offset: 2_800_000, line: 100_001, text: 'needle one', ranges: [[0, 6]] }])
    appendFileSync(path, ' needle two\nneedle three\n')
    await window.until('what was added is found', () => window.search('s1')?.total === 3)
    expect(window.hits('s1').map((hit) => hit.text)).toEqual(['needle one', 'open needle two', 'needle three'])
    const step = await window.request('search.step', { searchId: 's1', logId, from: 2_800_000 + 50, direction: 'previous' })
    expect(step).toMatchObject({ ok: true, value: { offset: window.hits('s1')[2]!.offset } })
    await window.request('search.cancel', { searchId: 's1' })
  })

  it('runs nothing on a server like a Coder agent, and reads', async () => {
    const coder = await startCoderLike()
    const path = join(sshd.dir, 'coder.log')
    writeFileSync(path, 'an ordinary line of the log\n'.repeat(100_000) + 'needle\n')
    const home = makeHome(sshd, { config: `Host box\n  HostName 127.0.0.1\n  Port ${coder.port}\n`, known: false })
    const logId = await open('box', home.env, path)
    await started(window.request('search.start', { searchId: 's1', logIds: [logId], pattern: plain('needle'), readAll: false }))
    await window.until('the search is done', () => window.search('s1')?.done === true)
    expect(window.search('s1')).toMatchObject({ total: 1, scannedBytes: 2_800_007, logs: [{ way: 'read' }] })
    expect(coder.sessions().exec).toBe(0)
    await engine.stop()
    await coder.stop()
  })

  it('says why a pattern cannot be searched', async () => {
    const logId = await open('box', makeHome(sshd).env, '/etc/hostname')
    const refused = await window.request('search.start', { searchId: 's1', logIds: [logId], pattern: { ...plain('(?=a)b'), regex: true }, readAll: false })
    expect(refused).toMatchObject({ ok: false, failure: { code: 'PATTERN_REFUSED' } })
  })
})
