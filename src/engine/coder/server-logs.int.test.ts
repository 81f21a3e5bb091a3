import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startCoderDeployment, type CoderDeployment, type ServerLogLine } from '../../../e2e/peers/coder-deployment'
import type { GrowingText } from './growing-text'
import type { FeedPorts } from './log-feed'
import { RestClient } from './rest'
import { openBuildLog, openScriptCopy } from './server-logs'
import { openWebSocket } from './web-socket'

let server: CoderDeployment
const open: GrowingText[] = []

beforeEach(async () => {
  server = await startCoderDeployment()
})
afterEach(async () => {
  for (const text of open.splice(0)) text.dispose()
  await server.stop()
})

function ports(token = server.state.token): FeedPorts {
  const { url } = server
  return {
    openSocket: openWebSocket,
    rest: () => {
      const created = RestClient.create(fetch, { url, token })
      return Promise.resolve(created.ok ? created.value : null)
    },
  }
}

const opened = (text: GrowingText): GrowingText => {
  open.push(text)
  return text
}
const textOf = (text: GrowingText): string => Buffer.from(text.read(0, text.size())).toString('utf8')
const shows = (text: GrowingText, expected: string): Promise<void> => vi.waitFor(() => expect(textOf(text)).toBe(expected), { timeout: 10_000 })

const at = (second: number): string => `2026-11-24T10:00:${String(second).padStart(2, '0')}Z`
const line = (id: number, output: string, more: Partial<ServerLogLine> = {}): ServerLogLine => ({ id, created_at: at(id % 60), output, level: 'info', source_id: 's1', ...more })

describe('openScriptCopy', () => {
  it('shows what is there and what is added, with the server’s times', async () => {
    server.setLog('a1', [line(1, 'first'), line(2, '\u001b[31mred\u001b[0m')])
    const text = opened(openScriptCopy(ports(), 'a1', null))
    await shows(text, 'first\n\u001b[31mred\u001b[0m\n')
    await vi.waitFor(() => expect(server.followers('a1')).toBe(1))
    server.append('a1', [line(3, 'third ✓'), line(4, '')])
    await shows(text, 'first\n\u001b[31mred\u001b[0m\nthird ✓\n\n')
    expect(text.timeAt(0)).toBe(Date.parse(at(1)))
    expect(text.timeAt(5)).toBe(Date.parse(at(1)))
    expect(text.timeAt(6)).toBe(Date.parse(at(2)))
    expect(text.timeAt(text.size() - 1)).toBe(Date.parse(at(4)))
    expect(text.timeAt(text.size())).toBeNull()
    expect(text.modifiedMs()).toBe(Date.parse(at(4)))
    expect(text).toSatisfy((t: GrowingText) => t.loaded() && !t.ended() && t.failure() === null)
    expect(server.requests()).toEqual(['GET /api/v2/workspaceagents/a1/logs', 'WS /api/v2/workspaceagents/a1/logs?follow&no_compression&after=2'])
  })

  it('keeps to one script', async () => {
    server.setLog('a1', [line(1, 'mine'), line(2, 'other', { source_id: 's2' }), line(3, 'mine too')])
    await shows(opened(openScriptCopy(ports(), 'a1', 's1')), 'mine\nmine too\n')
  })

  it('goes on after a lost connection without a line twice or missing', async () => {
    server.setLog('a1', [line(1, 'one')])
    const text = opened(openScriptCopy(ports(), 'a1', null))
    await vi.waitFor(() => expect(server.followers('a1')).toBe(1))
    server.dropConnections()
    await vi.waitFor(() => expect(server.followers('a1')).toBe(0))
    server.append('a1', [line(2, 'two')])
    await shows(text, 'one\ntwo\n')
    await vi.waitFor(() => expect(server.followers('a1')).toBe(1))
    server.append('a1', [line(2, 'two'), line(3, 'three')])
    await shows(text, 'one\ntwo\nthree\n')
  })

  it('asks again and again where websockets do not get through', async () => {
    server.state.refuseSockets = 502
    server.setLog('a1', [line(1, 'one')])
    const text = opened(openScriptCopy(ports(), 'a1', null))
    await shows(text, 'one\n')
    server.append('a1', [line(2, 'two')])
    await shows(text, 'one\ntwo\n')
    expect(text.failure()).toBeNull()
    expect(server.requests().filter((request) => request.startsWith('WS'))).toHaveLength(1)
  })

  it('ends when the server says that the agent was replaced', async () => {
    server.setLog('a1', [line(1, 'one')])
    const text = opened(openScriptCopy(ports(), 'a1', null))
    await vi.waitFor(() => expect(server.followers('a1')).toBe(1))
    server.endLog('a1')
    await vi.waitFor(() => expect(text.ended()).toBe(true))
    expect(textOf(text)).toBe('one\n')
  })

  it('knows the name that servers of 2023 use', async () => {
    server.state.oldLogNames = true
    server.setLog('a1', [{ id: 1, created_at: at(1), output: 'old' }])
    await shows(opened(openScriptCopy(ports(), 'a1', 's1')), 'old\n')
  })

  it('says why nothing comes, and goes on when it does again', async () => {
    server.setLog('a1', [line(1, 'one')])
    server.state.failWith = 500
    const text = opened(openScriptCopy(ports(), 'a1', null))
    await vi.waitFor(() => expect(text.failure()).toMatchObject({ code: 'CODER_UNREACHABLE' }))
    server.state.failWith = null
    await shows(text, 'one\n')
    expect(text.failure()).toBeNull()
  })

  it('says that a token has expired, and that there is none', async () => {
    server.setLog('a1', [line(1, 'one')])
    const expired = opened(openScriptCopy(ports('old'), 'a1', null))
    const none = opened(openScriptCopy({ openSocket: openWebSocket, rest: () => Promise.resolve(null) }, 'a1', null))
    for (const text of [expired, none]) await vi.waitFor(() => expect(text.failure()).toMatchObject({ code: 'CODER_LOGGED_OUT' }))
  })

  it('holds no more than 2 MiB, and says so', async () => {
    server.setLog('a1', Array.from({ length: 3000 }, (_, i) => line(i + 1, 'x'.repeat(1023))))
    const text = opened(openScriptCopy(ports(), 'a1', null))
    await vi.waitFor(() => expect(text.ended()).toBe(true))
    expect(text.size()).toBe(2 * 1024 * 1024)
    expect(text.failure()).toMatchObject({ code: 'READ_FAILED', sentence: 'This log is longer than 2 MiB; the rest is not shown.' })
  })

  it('passes over what is no line', async () => {
    server.setLog('a1', [line(1, 'one'), { id: 'x' } as unknown as ServerLogLine, null as unknown as ServerLogLine, line(3, 'three')])
    await shows(opened(openScriptCopy(ports(), 'a1', null)), 'one\nthree\n')
  })
})

describe('openBuildLog', () => {
  it('names each stage once, and ends with the build', async () => {
    const built = (id: number, stage: string, output: string): ServerLogLine => ({ id, created_at: at(id), log_source: 'provisioner', log_level: 'info', stage, output })
    server.setLog('b1', [built(1, 'Planning infrastructure', 'Terraform 1.9'), built(2, 'Planning infrastructure', 'Plan: 2 to add')])
    const text = opened(openBuildLog(ports(), 'b1'))
    await vi.waitFor(() => expect(server.followers('b1')).toBe(1))
    server.append('b1', [built(3, 'Starting workspace', ''), built(4, 'Starting workspace', 'Error: quota')])
    await shows(text, '==> Planning infrastructure\nTerraform 1.9\nPlan: 2 to add\n==> Starting workspace\nError: quota\n')
    server.endLog('b1')
    await vi.waitFor(() => expect(text.ended()).toBe(true))
  })
})
