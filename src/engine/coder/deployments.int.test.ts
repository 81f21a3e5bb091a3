import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { writeCoderCli, writeLogin, type CoderCli } from '../../../e2e/peers/coder-cli'
import { startCoderDeployment, type CoderDeployment } from '../../../e2e/peers/coder-deployment'
import { composeWorkspace, idOf } from '../../../e2e/peers/coder-data'
import { createDeployments, type Deployments, type DeploymentSettings } from './deployments'
import type { CoderPorts } from './types'
import { openWebSocket } from './web-socket'

const DEAD = 'https://coder.example.invalid'
let home = ''
let folder = ''
let cli: CoderCli
let server: CoderDeployment
const started: Deployments[] = []
let notes: string[] = []

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'tailpane-coder-'))
  folder = join(home, '.config', 'coderv2')
  cli = writeCoderCli(join(home, 'bin'), { url: DEAD, workspaces: [composeWorkspace({ name: 'dev' })] })
  server = await startCoderDeployment({ workspaces: [composeWorkspace({ name: 'web' }), composeWorkspace({ name: 'gpu', status: 'stopped', transition: 'stop' })] })
  notes = []
})
afterEach(async () => {
  for (const deployments of started.splice(0)) deployments.stop()
  await server.stop()
  rmSync(home, { recursive: true, maxRetries: 3 })
})

function start(settings: DeploymentSettings = {}, env: NodeJS.ProcessEnv = {}): Deployments {
  const ports: CoderPorts = {
    fetch,
    openSocket: openWebSocket,
    env: { PATH: `${cli.dir}:/usr/bin:/bin`, HOME: home, ...env },
    cacheFile: join(home, 'app', 'coder.json'),
    note: (_level, text) => void notes.push(text),
  }
  const deployments = createDeployments(ports, settings)
  started.push(deployments)
  return deployments
}

const names = (d: Deployments): string[] => d.list().workspaces.map((w) => w.name)
const shows = (d: Deployments, ...expected: string[]): Promise<void> => vi.waitFor(() => expect(names(d)).toEqual(expected), { timeout: 10_000 })
const settled = (d: Deployments): Promise<void> =>
  vi.waitFor(() => expect(d.list().deployments.every((one) => !one.refreshing && (one.checkedMs !== null || one.failure !== null))).toBe(true), { timeout: 10_000 })

describe('createDeployments with the coder program', () => {
  beforeEach(() => writeLogin(folder, DEAD, null))

  it('finds the login and its workspaces by itself', async () => {
    const d = start()
    await shows(d, 'dev')
    expect(d.list().deployments).toMatchObject([{ url: DEAD, via: 'cli', failure: null, refreshing: false }])
    expect(d.list().workspaces[0]?.deploymentId).toBe(d.list().deployments[0]?.id)
    expect(d.list().deployments[0]?.id).toMatch(/^[a-z0-9:-]{1,64}$/)
  })

  it('lists with the program at most once a minute, however often it is asked', async () => {
    const d = start()
    await shows(d, 'dev')
    for (let i = 0; i < 5; i++) {
      d.refresh()
      await settled(d)
    }
    expect(cli.callsOf('list')).toHaveLength(1)
  })

  it('lists again at once after the person logged in anew', async () => {
    cli.set({ login: 'expired' })
    const d = start()
    await vi.waitFor(() => expect(d.list().deployments).toMatchObject([{ failure: { code: 'CODER_LOGGED_OUT' }, checkedMs: null }]))
    cli.set({ login: 'in' })
    writeLogin(folder, DEAD, 'a-new-session')
    d.refresh()
    await shows(d, 'dev')
    expect(d.list().deployments[0]?.failure).toBeNull()
  })

  it('shows the last list at once at the next start, with its age, while the refresh fails', async () => {
    const first = start()
    await shows(first, 'dev')
    await vi.waitFor(() => expect(readFileSync(join(home, 'app', 'coder.json'), 'utf8')).toContain('"dev"'))
    const before = first.list()
    first.stop()
    cli.set({ login: 'unreachable' })
    const second = start()
    await vi.waitFor(() => expect(second.list().deployments).toMatchObject([{ failure: { code: 'CODER_UNREACHABLE' } }]))
    expect(second.list().workspaces).toEqual(before.workspaces)
    expect(second.list().deployments[0]?.checkedMs).toBe(before.deployments[0]?.checkedMs)
    expect(notes.filter((text) => text.includes('could not be reached'))).toHaveLength(1)
  })

  it('keeps the list where only the person can read it, without script texts', async () => {
    const d = start()
    await shows(d, 'dev')
    const file = join(home, 'app', 'coder.json')
    await vi.waitFor(() => expect(statSync(file).mode & 0o777).toBe(0o600))
    expect(readFileSync(file, 'utf8')).not.toMatch(/echo up|session|token/)
  })

  it('takes a damaged file for none', async () => {
    const first = start()
    await shows(first, 'dev')
    await vi.waitFor(() => statSync(join(home, 'app', 'coder.json')))
    first.stop()
    for (const text of ['{', '[]', '{"version":1,"deployments":[{"url":1}]}', '{"version":99,"deployments":[]}']) {
      writeFileSync(join(home, 'app', 'coder.json'), text)
      const d = start()
      await shows(d, 'dev')
      d.stop()
    }
  })

  it('reads over REST with the program’s own session, and asks the program where REST does not get through', async () => {
    writeLogin(join(home, 'second'), server.url, null)
    cli.set({ token: server.state.token })
    const d = start({ folders: [join(home, 'second')] })
    await shows(d, 'dev', 'web', 'gpu')
    expect(cli.callsOf('list'), 'only the dead one was listed by the program').toHaveLength(1)
    expect(d.list().deployments.map((one) => one.via)).toEqual(['cli', 'cli'])
    const second = d.access(d.list().deployments[1]?.id ?? '')
    expect(second).toMatchObject({ url: server.url, cli: { binary: cli.binary, folder: join(home, 'second') }, token: null })
    expect(await second?.rest()).not.toBeNull()
  })

  it('goes back to the program when the session is refused over REST', async () => {
    writeLogin(join(home, 'second'), server.url, 'not-the-token')
    rmSync(folder, { recursive: true })
    const d = start({ folders: [join(home, 'second')] })
    await shows(d, 'dev')
    expect(await d.access(d.list().deployments[0]?.id ?? '')?.rest(), 'a refused token is not tried again').toBeNull()
  })

  it('finds a login that comes later, and forgets one that is gone', async () => {
    rmSync(folder, { recursive: true })
    const d = start()
    const heard = vi.fn()
    d.onChange(heard)
    await vi.waitFor(() => expect(heard).toHaveBeenCalled())
    expect(d.list()).toEqual({ deployments: [], workspaces: [] })
    writeLogin(folder, DEAD, null)
    d.refresh()
    await shows(d, 'dev')
    rmSync(folder, { recursive: true })
    d.refresh()
    await vi.waitFor(() => expect(d.list().deployments).toEqual([]))
  })

  it('says that the program is missing where there is a login of it', async () => {
    const d = start({ binary: join(home, 'none') })
    await vi.waitFor(() => expect(d.list().deployments).toMatchObject([{ failure: { code: 'CODER_NOT_FOUND' } }]))
    d.setBinary(cli.binary)
    await shows(d, 'dev')
  })

  it('follows CODER_URL as the program does', async () => {
    const d = start({}, { CODER_URL: server.url, CODER_SESSION_TOKEN: server.state.token })
    await shows(d, 'web', 'gpu')
    expect(d.list().deployments).toMatchObject([{ url: server.url }])
  })

  it('starts a workspace with the program', async () => {
    const d = start()
    await shows(d, 'dev')
    expect(await d.start(idOf('kim', 'dev'))).toEqual({ ok: true, value: null })
    expect(cli.callsOf('start')).toMatchObject([{ args: ['start', '-y', 'kim/dev'] }])
    expect(await d.start('unknown')).toMatchObject({ failure: { code: 'WORKSPACE_GONE' } })
  })

  it('leaves no process behind when it is stopped in the middle', async () => {
    cli.set({ listHangs: true })
    const d = start()
    await vi.waitFor(() => expect(cli.callsOf('list')).toHaveLength(1))
    d.stop()
    await vi.waitFor(() => expect(() => process.kill(cli.callsOf('list')[0]?.pid ?? 0, 0)).toThrow())
  })
})

describe('createDeployments with a token', () => {
  it('needs no program', async () => {
    const d = start({ binary: join(home, 'none'), tokens: [{ url: `${server.url}/`, token: server.state.token }] })
    await shows(d, 'web', 'gpu')
    expect(d.list().deployments).toMatchObject([{ url: server.url, via: 'token', failure: null }])
    expect(cli.calls()).toEqual([])
  })

  it('keeps the old list when a refresh fails, and says why', async () => {
    const d = start({ tokens: [{ url: server.url, token: server.state.token }] })
    await shows(d, 'web', 'gpu')
    const checked = d.list().deployments[0]?.checkedMs
    server.state.failWith = 503
    d.refresh()
    await vi.waitFor(() => expect(d.list().deployments).toMatchObject([{ checkedMs: checked, failure: { code: 'CODER_UNREACHABLE' } }]))
    expect(names(d)).toEqual(['web', 'gpu'])
    server.state.failWith = null
    d.refresh()
    await vi.waitFor(() => expect(d.list().deployments[0]?.failure).toBeNull())
  })

  it('takes tokens that are entered, changed and removed while it runs', async () => {
    const d = start()
    d.setTokens([{ url: server.url, token: 'wrong' }])
    await vi.waitFor(() => expect(d.list().deployments).toMatchObject([{ failure: { code: 'CODER_LOGGED_OUT', nextStep: expect.stringContaining('new token') as string } }]))
    d.setTokens([{ url: server.url, token: server.state.token }])
    await shows(d, 'web', 'gpu')
    d.setTokens([])
    await vi.waitFor(() => expect(d.list().deployments).toEqual([]))
    expect(notes.join('\n')).not.toContain(server.state.token)
  })

  it('starts a workspace and reads the list again', async () => {
    const d = start({ tokens: [{ url: server.url, token: server.state.token }] })
    await shows(d, 'web', 'gpu')
    expect(await d.start(idOf('kim', 'gpu'))).toEqual({ ok: true, value: null })
    await vi.waitFor(() => expect(d.list().workspaces[1]).toMatchObject({ name: 'gpu', status: 'starting' }))
  })

  it('answers before a slow deployment does', async () => {
    server.state.delayMs = 60_000
    writeLogin(folder, DEAD, null)
    const d = start({ tokens: [{ url: server.url, token: server.state.token }] })
    await shows(d, 'dev')
    expect(d.list().deployments).toMatchObject([{ refreshing: false }, { url: server.url, refreshing: true, checkedMs: null }])
  })
})
