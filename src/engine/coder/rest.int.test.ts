import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startCoderDeployment, type CoderDeployment } from '../../../e2e/peers/coder-deployment'
import { composeWorkspace, idOf } from '../../../e2e/peers/coder-data'
import { RestClient } from './rest'

let server: CoderDeployment
let other: Server | null = null

beforeEach(async () => {
  server = await startCoderDeployment({ workspaces: [composeWorkspace({ name: 'dev' })] })
})
afterEach(async () => {
  await server.stop()
  other?.close()
  other = null
})

function client(token = server.state.token, url = server.url): RestClient {
  const created = RestClient.create(fetch, { url, token })
  if (!created.ok) throw new Error(created.failure.sentence)
  return created.value
}

describe('RestClient', () => {
  it('reads the whole list in one call', async () => {
    server.state.workspaces = Array.from({ length: 250 }, (_, i) => composeWorkspace({ name: `w${i}` }))
    const found = await client().workspaces('d1')
    expect(found.ok && found.value).toHaveLength(250)
    expect(server.requests()).toHaveLength(1)
  })

  it('reads further pages from a server that gives fewer at a time', async () => {
    server.state.mostPerPage = 100
    server.state.workspaces = Array.from({ length: 250 }, (_, i) => composeWorkspace({ name: `w${i}` }))
    const found = await client().workspaces('d1')
    expect(found.ok && found.value.map((w) => w.name)).toEqual(Array.from({ length: 250 }, (_, i) => `w${i}`))
    expect(server.requests()).toEqual([0, 100, 200].map((offset) => `GET /api/v2/workspaces?q=owner%3Ame&limit=1000&offset=${offset}`))
  })

  it.each([
    [403, 'CODER_REFUSED', 'does not allow this: Status 403 was asked for.'],
    [404, 'WORKSPACE_GONE', 'knows no such workspace'],
    [429, 'CODER_REFUSED', 'asks for fewer requests'],
    [500, 'CODER_UNREACHABLE', 'answered with error 500'],
    [503, 'CODER_UNREACHABLE', 'answered with error 503'],
  ])('says what status %i means', async (status, code, words) => {
    server.state.failWith = status
    const found = await client().workspaces('d1')
    expect(found).toMatchObject({ ok: false, failure: { code } })
    expect(!found.ok && found.failure.sentence).toContain(words)
  })

  it('knows an expired token', async () => {
    expect(await client('old').workspaces('d1')).toMatchObject({ failure: { code: 'CODER_LOGGED_OUT', sentence: `${server.url} no longer accepts the token.` } })
  })

  it('says that nobody answers', async () => {
    const { url } = server
    const gone = client()
    await server.stop()
    const found = await gone.workspaces('d1')
    expect(found).toMatchObject({ failure: { code: 'CODER_UNREACHABLE' } })
    expect(!found.ok && found.failure.sentence).toMatch(new RegExp(`^${url} could not be reached: .*ECONNREFUSED`))
  })

  it('does not wait for ever', async () => {
    server.state.delayMs = 60_000
    const stop = new AbortController()
    const asking = client().json('/api/v2/workspaces', { signal: stop.signal })
    await vi.waitFor(() => expect(server.requests()).toHaveLength(1))
    stop.abort()
    expect(await asking).toMatchObject({ failure: { code: 'CODER_UNREACHABLE' } })
  })

  it('bounds an answer', async () => {
    server.state.workspaces = [composeWorkspace({ name: 'dev', agents: [{ name: 'main', scripts: [{ name: 'S', text: 'x'.repeat(100_000) }] }] })]
    expect(await client().json('/api/v2/workspaces', { maxBytes: 50_000 })).toMatchObject({ failure: { code: 'CODER_REFUSED' } })
  })

  it('takes a login page for what it is', async () => {
    server.state.html = true
    expect(await client().workspaces('d1')).toMatchObject({ failure: { code: 'CODER_REFUSED', nextStep: expect.stringContaining('login page') as string } })
  })

  it('follows a redirect within the deployment', async () => {
    server.state.redirectTo = '/api/v2/workspaces?redirected&limit=100&offset=0'
    expect(await client().workspaces('d1')).toMatchObject({ ok: true, value: [{ name: 'dev' }] })
  })

  it('never sends the token to another place', async () => {
    const heard: unknown[] = []
    other = createServer((request, response) => {
      heard.push(request.headers)
      response.end('[]')
    })
    await new Promise<void>((done) => other?.listen(0, '127.0.0.1', done))
    server.state.redirectTo = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`
    expect(await client().workspaces('d1')).toMatchObject({ failure: { code: 'CODER_REFUSED', sentence: expect.stringContaining('another address') as string } })
    expect(heard).toEqual([])
  })

  it('starts a workspace', async () => {
    server.state.workspaces = [composeWorkspace({ name: 'dev', status: 'stopped', transition: 'stop' })]
    expect(await client().start(idOf('kim', 'dev'))).toEqual({ ok: true, value: null })
    expect(await client().workspaces('d1')).toMatchObject({ value: [{ status: 'starting', transition: 'start' }] })
    expect(await client().start(idOf('kim', 'dev'))).toMatchObject({ failure: { sentence: expect.stringContaining('A workspace build is already active') as string } })
  })

  it('wants https, or http on this machine, and a token that can stand in a header', () => {
    const create = (url: string, token = 't'): boolean => RestClient.create(fetch, { url, token }).ok
    expect(create('https://coder.example.com/')).toBe(true)
    expect(create('http://localhost:3000')).toBe(true)
    expect(create('http://coder.example.com')).toBe(false)
    expect(create('http://127.0.0.1.example.com')).toBe(false)
    expect(create('https://user:pw@coder.example.com')).toBe(false)
    expect(create('file:///etc/passwd')).toBe(false)
    expect(create('https://coder.example.com', 'a\r\nX-Evil: 1')).toBe(false)
  })
})
