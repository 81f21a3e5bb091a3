import { describe, expect, it } from 'vitest'
import type { PaneBatch, PaneStatus } from '@shared/contract/port'
import { requestSchemas, signalSchemas } from '@shared/contract/port'
import type { Failure, Result } from '@shared/model'
import * as v from 'valibot'
import type { EngineClient, PaneListener } from '@/bridge'
import { PaneSession } from './pane-session'
import type { SessionTerminal } from './session-terminal'

/** The window's side of an engine: keeps what was said, checked against the contract, and lets a test answer. */
function setUp() {
  const said: { name: string; params: Record<string, unknown> }[] = []
  const waiting: { name: string; answer: (result: Result<null>) => void }[] = []
  const panes = new Map<string, PaneListener>()
  let reconnected: (agentId: string | null) => void = () => {}
  const client = {
    request: (name: keyof typeof requestSchemas, params: Record<string, unknown>) => {
      v.parse(requestSchemas[name] as v.GenericSchema, params)
      said.push({ name, params })
      return new Promise<Result<null>>((answer) => waiting.push({ name, answer }))
    },
    signal: (name: keyof typeof signalSchemas, params: Record<string, unknown>) => {
      v.parse(signalSchemas[name] as v.GenericSchema, params)
      said.push({ name, params })
    },
    onPane: (id: string, listener: PaneListener) => {
      panes.set(id, listener)
      return () => panes.delete(id)
    },
    onEvent: () => () => {},
    onReconnect: (listener: (agentId: string | null) => void) => {
      reconnected = listener
      return () => {}
    },
  } as unknown as EngineClient

  const parsing: (() => void)[] = []
  const calls: string[] = []
  const terminal: SessionTerminal = {
    columns: 80,
    windowRows: 2000,
    apply: (_batch, done) => parsing.push(done),
    setFollowing: (following) => calls.push(`follow ${following}`),
    keepEyeOnNextRewrite: (keep) => calls.push(`keepEye ${keep}`),
    scrollToFirst: () => calls.push('first'),
    reveal: (offset) => {
      calls.push(`reveal ${offset}`)
      return false
    },
    view: () => ({ top: 100, first: 500, last: 900, trimmed: false }),
  }
  const session = new PaneSession(client, 'p1', 'w1:a1:log1', true)
  session.start(terminal)
  const pane = () => panes.get(session.id) ?? expect.fail('the pane is not heard')
  return {
    session,
    said,
    calls,
    batch: (change: Partial<PaneBatch> = {}) => pane().batch(batch(change)),
    status: (change: Partial<PaneStatus> = {}) => pane().status(status(session.id, change)),
    parse: () => parsing.splice(0).forEach((done) => done()),
    reconnect: (agentId: string | null = null) => reconnected(agentId),
    answer: async (name: string, result: Result<null> = { ok: true, value: null }) => {
      for (const one of waiting.filter((w) => w.name === name)) one.answer(result)
      await Promise.resolve()
      await Promise.resolve()
    },
    names: () => said.map((one) => one.name),
    last: (name: string) => said.filter((one) => one.name === name).at(-1)?.params,
    count: (name: string) => said.filter((one) => one.name === name).length,
  }
}

const batch = (change: Partial<PaneBatch>): PaneBatch => ({
  paneId: 'x',
  kind: 'append',
  replacesOpenLine: false,
  text: new TextEncoder().encode('a line\n'),
  offsets: Float64Array.of(0),
  marks: [],
  cuts: [],
  open: false,
  view: null,
  complete: true,
  atStart: false,
  checkpoint: { path: '/l', epochStart: 0, offset: 7, seamHash: 'ab' },
  ...change,
})
const status = (paneId: string, change: Partial<PaneStatus>): PaneStatus => ({
  paneId,
  condition: 'following',
  follow: true,
  newLines: 0,
  newBytes: 0,
  afterBytes: 0,
  sizeBytes: 7,
  modifiedMs: 0,
  failure: null,
  ...change,
})
const failure: Failure = { code: 'NOT_FOUND', sentence: 'No such log.', nextStep: 'Choose another.' }

describe('PaneSession', () => {
  it('opens with the size of its terminal and acknowledges what is parsed, not what has come', () => {
    const { said, batch, parse, last, names } = setUp()
    expect(said[0]).toMatchObject({ name: 'pane.open', params: { logId: 'w1:a1:log1', columns: 80, windowRows: 2000, visible: true, resume: null } })
    batch({ kind: 'rewrite', view: 'end' })
    expect(names()).not.toContain('pane.ack')
    parse()
    expect(last('pane.ack')).toMatchObject({ bytes: 7 })
  })

  it('does not acknowledge a batch without text', () => {
    const { batch, parse, names, session } = setUp()
    batch({ kind: 'rewrite', text: new Uint8Array(), offsets: new Float64Array() })
    parse()
    expect(names()).not.toContain('pane.ack')
    expect(session.snapshot().text).toBe('none')
  })

  it('is another pane to the engine each time it is opened', () => {
    expect(setUp().session.id).not.toBe(setUp().session.id)
  })

  it('pauses at once, and a status that was on its way does not undo it', () => {
    const { session, status, last } = setUp()
    status()
    session.setFollow(false)
    expect(last('pane.follow')).toMatchObject({ follow: false })
    status({ follow: true })
    expect(session.snapshot().follow).toBe(false)
    status({ follow: false, condition: 'paused' })
    status({ follow: true })
    expect(session.snapshot().follow).toBe(true)
  })

  it('asks for earlier lines once, until they are shown', async () => {
    const { session, batch, parse, answer, count, last, calls } = setUp()
    batch({ kind: 'rewrite', view: 'end' })
    parse()
    session.setFollow(false)
    session.wantOlder()
    session.wantOlder()
    await answer('pane.move')
    session.wantOlder()
    expect(count('pane.move')).toBe(1)
    expect(last('pane.move')).toMatchObject({ to: { kind: 'older', top: 500 } })
    expect(calls).toContain('keepEye true')
    batch({ kind: 'rewrite', complete: false })
    batch({ kind: 'append', view: { line: 3 } })
    parse()
    session.wantOlder()
    expect(count('pane.move')).toBe(2)
  })

  it('asks for nothing before the first line', () => {
    const { session, batch, parse, count } = setUp()
    batch({ kind: 'rewrite', atStart: true })
    parse()
    session.wantOlder()
    expect(count('pane.move')).toBe(0)
    session.toStart()
    expect(count('pane.move')).toBe(0)
  })

  it('at the end of the window follows on when little lies beyond, and reads on when much does', () => {
    const { session, status, last, count } = setUp()
    session.setFollow(false)
    status({ follow: false, condition: 'paused', afterBytes: 10_000_000 })
    session.wantNewer()
    session.wantNewer()
    expect(count('pane.move')).toBe(1)
    expect(last('pane.move')).toMatchObject({ to: { kind: 'newer' } })
    status({ follow: false, condition: 'paused', afterBytes: 0 })
    session.wantNewer()
    expect(last('pane.follow')).toMatchObject({ follow: true })
  })

  it('goes to the end by a move when paused, and needs none when following', () => {
    const { session, last, count, calls } = setUp()
    session.toEnd()
    expect(count('pane.move')).toBe(0)
    session.setFollow(false)
    session.toggleFollow()
    expect(last('pane.move')).toMatchObject({ to: { kind: 'end' } })
    expect(calls.at(-1)).toBe('follow true')
  })

  it('leaves the end when a gap is opened', () => {
    const { session, status, last } = setUp()
    session.toOffset(4242)
    expect(last('pane.move')).toMatchObject({ to: { kind: 'offset', offset: 4242 } })
    status({ follow: true })
    expect(session.snapshot().follow).toBe(false)
  })

  it('opens itself again after a restart, at its checkpoint, still paused, and owes the new engine no credit', () => {
    const { session, batch, parse, reconnect, last, count } = setUp()
    batch({ kind: 'rewrite' })
    parse()
    session.setFollow(false)
    batch({ checkpoint: { path: '/l', epochStart: 0, offset: 14, seamHash: 'cd' } })
    reconnect()
    expect(last('pane.open')).toMatchObject({ paneId: session.id, resume: { offset: 14, seamHash: 'cd' } })
    expect(last('pane.follow')).toMatchObject({ follow: false })
    const acknowledged = count('pane.ack')
    parse()
    expect(count('pane.ack')).toBe(acknowledged)
  })

  it('waits where the new engine does not know its log yet, and opens again when its agent is there', async () => {
    const { session, batch, status, parse, reconnect, answer, count } = setUp()
    batch({ kind: 'rewrite' })
    parse()
    status()
    reconnect()
    await answer('pane.open', { ok: false, failure: { ...failure, code: 'NOT_FOUND' } })
    expect(session.snapshot()).toMatchObject({ refusal: null, status: { condition: 'connecting' } })
    const before = count('pane.open')
    reconnect('another:agent')
    expect(count('pane.open')).toBe(before)
    reconnect('w1:a1')
    expect(count('pane.open')).toBe(before + 1)
  })

  it('shows a refusal, but not that the engine is down', async () => {
    const { session, answer } = setUp()
    await answer('pane.open', { ok: false, failure: { ...failure, code: 'ENGINE_DOWN' } })
    expect(session.snapshot().refusal).toBeNull()
    const other = setUp()
    await other.answer('pane.open', { ok: false, failure })
    expect(other.session.snapshot().refusal).toEqual(failure)
    other.session.dismissRefusal()
    expect(other.session.snapshot().refusal).toBeNull()
  })

  it('says when it is hidden, resized and seen again', () => {
    const { session, last } = setUp()
    session.setVisible(false)
    expect(last('pane.view')).toMatchObject({ visible: false, columns: 80, windowRows: 2000 })
    session.resized()
    session.setVisible(true)
    expect(last('pane.view')).toMatchObject({ visible: true })
  })

  it('closes in the engine and goes silent', () => {
    const { session, batch, parse, count, last } = setUp()
    batch()
    session.end()
    parse()
    expect(last('pane.close')).toEqual({ paneId: session.id })
    expect(count('pane.ack')).toBe(0)
  })

  it('tells listeners of a status, and of text only when it first comes', () => {
    const { session, batch, status } = setUp()
    let told = 0
    session.subscribe(() => told++)
    batch({ kind: 'rewrite' })
    batch()
    batch()
    expect(told).toBe(1)
    status()
    expect(told).toBe(2)
  })
})
