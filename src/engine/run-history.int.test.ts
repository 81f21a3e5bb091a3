import { appendFileSync, copyFileSync, mkdtempSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { AgentInfo, RunSummary } from '@shared/model'
import { defaultSettings } from '@shared/settings'
import { startCoderLike } from '../../e2e/peers/coder-like'
import { makeHome, startSshd } from '../../e2e/peers/openssh'
import { testEngine, type TestWindow } from './engine.test-kit'
import { AgentLogComposer, type Era, type PlannedScript } from './runs/corpus/agent-log.test-kit'

const startup: PlannedScript = { path: '/tmp/coder-startup-script.log', text: 'x', tookMs: 4000, ends: 0 }
const DAY = 24 * 3_600_000
const cleanUp: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const one of cleanUp.splice(0).reverse()) await one()
})

/** A log composed entry by entry, and what of it came since the last look. */
class Pieces {
  readonly log: AgentLogComposer
  private taken = 0

  constructor(era: Era, atMs: number) {
    this.log = new AgentLogComposer(era, atMs)
  }

  cut(): string {
    const piece = this.log.log.slice(this.taken)
    this.taken = this.log.log.length
    return piece
  }

  start(ends: PlannedScript['ends'] = 0): void {
    const scripts = [{ ...startup, ends }]
    this.log.start()
    this.log.begin(scripts)
    this.log.later(4000)
    this.log.end(scripts[0]!, 0)
    this.log.finish(scripts)
  }

  chatter(count: number): void {
    for (let i = 0; i < count; i++) this.log.chatter()
  }
}

interface Peer {
  env: NodeJS.ProcessEnv
  /** Ends the connections there are. */
  drop(): void
}

async function openssh(extraConfig?: string): Promise<Peer> {
  const sshd = await startSshd(extraConfig === undefined ? {} : { extraConfig })
  cleanUp.push(() => sshd.stop())
  const config = `Host box\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  IdentityFile ${sshd.keyFile}\n  StrictHostKeyChecking accept-new\n`
  return { env: makeHome(sshd, { config, known: false }).env, drop: () => void sshd.dropConnections() }
}

const peers: [string, () => Promise<Peer>][] = [
  ['OpenSSH', () => openssh()],
  ['OpenSSH without SFTP', () => openssh('Subsystem sftp /bin/false')],
  [
    'a Coder-like server',
    async () => {
      const peer = await startCoderLike()
      cleanUp.push(() => peer.stop())
      const { env } = await openssh()
      writeFileSync(join(env['HOME']!, '.ssh', 'config'), `Host box\n  HostName 127.0.0.1\n  Port ${peer.port}\n  StrictHostKeyChecking accept-new\n`)
      return { env, drop: () => peer.dropConnections() }
    },
  ],
]

describe.each(peers)('the runs of an agent on %s', (_name, reach) => {
  let window: TestWindow
  let dir = ''
  let peer: Peer
  const agent = (): AgentInfo => window.agent('box')!
  const path = (name: string): string => join(dir, name)

  /** Files by name with their time of change; the newest is the live log. */
  async function open(files: Record<string, { content: string | Buffer; atMs: number }>, cacheMib = 16): Promise<void> {
    dir = mkdtempSync(join(tmpdir(), 'tailpane-history-'))
    peer = await reach()
    const made = testEngine(peer.env, { settings: { ...defaultSettings, logCacheMib: cacheMib, totalCacheMib: cacheMib } })
    cleanUp.push(() => made.engine.stop(), () => rmSync(dir, { recursive: true, force: true }))
    window = made.window
    for (const [name, { content, atMs }] of Object.entries(files)) {
      writeFileSync(path(name), content)
      utimesSync(path(name), atMs / 1000, atMs / 1000)
    }
    await window.request('workspace.open', { target: 'box' })
    await window.until('it is connected', () => agent()?.link.phase === 'connected')
    const added = await window.request('log.add', { agentId: agent().id, path: path('coder-agent.log') })
    if (!added.ok) throw new Error(added.failure.sentence)
    await window.request('log.show', { agentId: agent().id, side: 'agent', logId: added.value.id })
    await window.until('a run is known', () => agent().runs.length > 0)
  }

  async function listAll(): Promise<RunSummary[]> {
    const list = async (): Promise<RunSummary[]> => {
      const result = await window.request('runs.list', { agentId: agent().id })
      if (!result.ok) throw new Error(result.failure.sentence)
      return result.value.runs
    }
    await list()
    await window.until('the history is read', () => agent().history?.phase === 'read')
    return list()
  }

  async function textOf(logId: string, until: string): Promise<string> {
    const pane = await window.openPane(`p${Math.floor(performance.now() * 1000)}`, logId, null, 10_000)
    await window.until(`it shows ${until}`, () => pane.text.includes(until))
    return `${pane.lines.join('\n')}\n`
  }

  it('are one list over a packed, a rotated and the live log, and each opens with its parts', async () => {
    const from = Date.UTC(2026, 6, 10, 9)
    const pieces = new Pieces('v2.35.1', from)
    pieces.start()
    pieces.chatter(20)
    pieces.log.lifecycle('shutting_down')
    pieces.log.say('info', 'agent main loop exited')
    const oldest = pieces.cut()
    pieces.log.later(DAY)
    pieces.start(100)
    pieces.chatter(20)
    const middleBegin = pieces.cut()
    const rotatedAt = pieces.log.nowMs
    pieces.chatter(5)
    pieces.log.say('info', 'agent received signal', [['signal', 'terminated']])
    pieces.log.lifecycle('shutting_down')
    pieces.log.lifecycle('off')
    const middleEnd = pieces.cut()
    pieces.log.later(DAY)
    pieces.start()
    const live = middleEnd + pieces.cut()
    const rotated = `coder-agent-${new Date(rotatedAt).toISOString().slice(0, 23).replaceAll(':', '-')}.log`
    await open({
      'coder-agent.log.1.gz': { content: gzipSync(oldest), atMs: from + DAY / 2 },
      [rotated]: { content: middleBegin, atMs: rotatedAt },
      'coder-agent.log': { content: live, atMs: pieces.log.nowMs },
    })
    // The newest run is known without a look at older files.
    expect(agent().history).toMatchObject({ phase: 'unread', files: 0 })
    expect(agent().runs.map((run) => run.kind)).toEqual(['ready'])

    const runs = await listAll()
    expect(runs.map(({ kind, end, verdict }) => ({ kind, end, code: verdict.exitCode }))).toEqual([
      { kind: 'ready', end: null, code: null },
      { kind: 'failed', end: 'off', code: 100 },
      { kind: 'ready', end: 'signal', code: null },
    ])
    expect(agent().history).toMatchObject({ files: 2, left: null, bytes: oldest.length + middleBegin.length + live.length })
    const [newest, middle] = runs
    expect(middle!.began).toMatchObject({ path: path(rotated), offset: 0 })
    expect(middle!.scripts[0]).toMatchObject({ outcome: 'failed', exitCode: 100, overwrittenMs: newest!.startedMs })
    expect(newest!.scripts[0]!.overwrittenMs).toBeUndefined()

    const slices = middle!.slices
    expect(slices.map((one) => one.part)).toEqual(['startup', 'running', 'shutdown'])
    const parts = [await textOf(slices[0]!.logId, 'start_error'), await textOf(slices[1]!.logId, 'magicsock'), await textOf(slices[2]!.logId, '"off"')]
    expect(parts.join('')).toBe(middleBegin + middleEnd)
    expect(parts[0]!.trimEnd().split('\n').at(-1)).toContain('current={"state":"start_error"')
    expect(parts[2]).toMatch(/^\S+ \S+ \[info\] {2}agent received signal/)
    expect(await textOf(agent().history!.logId, 'agent main loop exited')).toBe(oldest + middleBegin + live)
  })

  it('grow: a part that goes on follows, and ends where the next one begins', async () => {
    const pieces = new Pieces('v2.35.1', Date.UTC(2026, 6, 10, 9))
    pieces.log.start()
    pieces.log.begin([startup])
    const begun = pieces.cut()
    await open({ 'coder-agent.log': { content: begun, atMs: pieces.log.nowMs } })
    const [startupSlice] = agent().runs[0]!.slices
    expect(startupSlice).toMatchObject({ part: 'startup', to: null })
    const pane = await window.openPane('grows', startupSlice!.logId)
    await window.until('it is followed', () => pane.status?.condition === 'following' && pane.lines.length > 0)
    pieces.chatter(2)
    pieces.log.end(startup, 0)
    pieces.log.finish([startup])
    // One write: what is beyond the border is there before anyone has read where the border is.
    const start = begun + pieces.cut()
    pieces.chatter(10)
    const whole = start + pieces.cut()
    appendFileSync(path('coder-agent.log'), whole.slice(begun.length))
    await window.until('its run is ready', () => agent().runs[0]?.kind === 'ready')
    const ready = start.slice(0, start.indexOf('\n', start.indexOf('current={"state":"ready"')) + 1)
    await window.until('it shows the outcome', () => pane.text.includes('current={"state":"ready"'))
    expect(`${pane.lines.join('\n')}\n`).toBe(ready)
    expect(agent().runs[0]!.slices.map(({ part, to }) => ({ part, open: to === null }))).toEqual([
      { part: 'startup', open: false },
      { part: 'running', open: true },
    ])
  })

  it('know the start of the newest one where rotation has put it aside since', async () => {
    const pieces = new Pieces('v2.35.1', Date.UTC(2026, 6, 10, 9))
    pieces.start(7)
    const first = pieces.cut()
    pieces.chatter(30)
    const second = pieces.cut()
    await open({
      'coder-agent.log.1': { content: first, atMs: pieces.log.nowMs - 10_000 },
      'coder-agent.log': { content: second + new AgentLogComposer('v2.35.1', pieces.log.nowMs).log, atMs: pieces.log.nowMs },
    })
    await window.until('its start is known', () => agent().verdict?.kind === 'failed')
    expect(agent().verdict).toMatchObject({ exitCode: 7, sentence: expect.stringContaining('exit 7') as string })
    expect(agent().history).toMatchObject({ phase: 'unread', files: 1 })
  })

  it('stay whole when the log is rotated while it is followed, also for who looks after a new connection', async () => {
    const pieces = new Pieces('v2.35.1', Date.UTC(2026, 6, 10, 9))
    pieces.start()
    const first = pieces.cut()
    // Nothing is cached, so what is shown has to come from the file that the log was renamed to.
    await open({ 'coder-agent.log': { content: first, atMs: pieces.log.nowMs } }, 0)
    pieces.chatter(40)
    const second = pieces.cut()
    appendFileSync(path('coder-agent.log'), second)
    await window.until('it is read', () => agent().history?.bytes === first.length + second.length)
    renameSync(path('coder-agent.log'), path('coder-agent-2026-07-10T10-00-00.000.log'))
    pieces.log.later(60_000)
    pieces.start(3)
    const third = pieces.cut()
    writeFileSync(path('coder-agent.log'), third)
    await window.until('the new run is known', () => agent().runs[0]?.kind === 'failed')
    const runs = await listAll()
    expect(runs.map((run) => run.kind)).toEqual(['failed', 'ready'])
    expect(agent().history).toMatchObject({ files: 0 })
    const before = agent().link.sinceMs
    peer.drop()
    await window.until('it is connected again', () => agent().link.phase === 'connected' && agent().link.sinceMs > before, 30_000)
    expect(await textOf(runs[1]!.slices[0]!.logId, 'current={"state":"ready"')).toBe(first.slice(0, first.indexOf('\n', first.indexOf('current={"state":"ready"')) + 1))
  })

  it('are read as far back as the bound, and what is left out is said', async () => {
    const pieces = new Pieces('v2.35.1', Date.UTC(2026, 6, 10, 9))
    pieces.start()
    const live = pieces.cut()
    const line = `${live.slice(0, 23)} [debu]  net.tailnet: ${'x'.repeat(200)}\n`
    const filler = Buffer.alloc(line.length * 100_000, line)
    // Packed, so that little has to travel.
    const packed = gzipSync(filler, { level: 1 })
    await open({
      ...Object.fromEntries([1, 2, 3, 4].map((n) => [`coder-agent.log.${n}.gz`, { content: packed, atMs: pieces.log.nowMs - n * 10_000 }])),
      'coder-agent.log': { content: live, atMs: pieces.log.nowMs },
    })
    const runs = await listAll()
    expect(runs).toHaveLength(1)
    const { history } = agent()
    expect(history!.bytes).toBeLessThanOrEqual(64 * 1024 * 1024)
    expect(history!.bytes).toBeGreaterThan(60 * 1024 * 1024)
    // Of the third file the end is held; what is left of it, and the fourth as it lies there.
    expect(history!.left).toEqual({ files: 2, bytes: 3 * filler.length + live.length - history!.bytes + packed.length })
  }, 60_000)

  it('come from a copy that logrotate made before it cut the log', async () => {
    const pieces = new Pieces('v0.20.0', Date.UTC(2023, 6, 10, 9))
    pieces.start()
    const first = pieces.cut()
    await open({ 'coder-agent.log': { content: first, atMs: pieces.log.nowMs } })
    copyFileSync(path('coder-agent.log'), path('coder-agent.log.1'))
    truncateSync(path('coder-agent.log'), 0)
    pieces.log.later(DAY)
    pieces.start()
    appendFileSync(path('coder-agent.log'), pieces.cut())
    await window.until('the new run is known', () => agent().runs.length === 2)
    expect((await listAll()).map((run) => run.kind)).toEqual(['ready', 'ready'])
  })
})
