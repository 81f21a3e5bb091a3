import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { writeCoderCli, writeLogin, type CoderCli } from '../../../e2e/peers/coder-cli'
import { startCoderLike, type CoderLike } from '../../../e2e/peers/coder-like'
import { composeWorkspace } from '../../../e2e/peers/coder-data'
import { createLink, type Link } from '../ssh'
import { createDeployments, type Deployments } from './deployments'
import { findTunnel, type TunnelTarget } from './tunnel'
import { openWebSocket } from './web-socket'

let home = ''
let agent: CoderLike
let cli: CoderCli
let env: NodeJS.ProcessEnv
let deployments: Deployments
let link: Link | null = null

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'tailpane-way-'))
  mkdirSync(join(home, '.ssh'), { mode: 0o700 })
  writeFileSync(join(home, 'a.log'), 'a line of the log\n')
  agent = await startCoderLike({ home })
  cli = writeCoderCli(join(home, 'bin'), { workspaces: [composeWorkspace({ name: 'dev', agents: [{ name: 'main' }, { name: 'gpu' }] })], agents: { 'dev.main': { connecting: true }, 'dev.gpu': { port: agent.port } } })
  writeLogin(join(home, '.config', 'coderv2'), 'https://coder.example.invalid', null)
  env = { PATH: `${cli.dir}:${process.env['PATH'] ?? ''}`, HOME: home }
  deployments = createDeployments({ fetch, openSocket: openWebSocket, env, cacheFile: null, note: () => undefined })
})
afterEach(async () => {
  link?.close()
  link = null
  deployments.stop()
  await agent.stop()
  rmSync(home, { recursive: true, maxRetries: 3 })
})

async function targetOfGpu(): Promise<TunnelTarget> {
  await vi.waitFor(() => expect(deployments.list().workspaces).toHaveLength(1), { timeout: 10_000 })
  const [w] = deployments.list().workspaces
  const access = w && deployments.access(w.deploymentId)
  const gpu = w?.agents.find((a) => a.name === 'gpu')
  if (!w || !access || !gpu) throw new Error('the workspace was not listed')
  const found = await findTunnel(access, w, gpu, env)
  if (!found.ok) throw new Error(found.failure.sentence)
  return found.value
}

/** Reads a log of the workspace through the target, as the app does. */
async function readThrough(target: TunnelTarget): Promise<string> {
  const opened = createLink(target, { env, knownHostsFile: join(home, 'app', 'known_hosts'), ask: () => Promise.resolve({ kind: 'refuse' }), note: () => undefined })
  link = opened
  await vi.waitFor(() => expect(opened.state()).toMatchObject({ phase: 'connected', identity: { kind: 'tunnel' } }), { timeout: 15_000 })
  return (await opened.files()?.readHead(join(home, 'a.log'), 100))?.toString() ?? ''
}

it('reads a log through the program itself, found and asked by nothing but its login', async () => {
  const target = await targetOfGpu()
  expect(target).toMatchObject({ kind: 'coder', name: 'dev.gpu' })
  expect(await readThrough(target)).toBe('a line of the log\n')
  expect(cli.callsOf('ssh')).toMatchObject([{ args: ['ssh', '--stdio', 'dev.gpu'], env: { CODER_SSH_WAIT: 'no', CODER_SSH_DISABLE_AUTOSTART: 'true' } }])
})

it('reads a log through what config-ssh wrote', async () => {
  const options = '\tConnectTimeout=0\n\tStrictHostKeyChecking=no\n\tUserKnownHostsFile=/dev/null\n\tLogLevel ERROR\n'
  writeFileSync(join(home, '.ssh', 'config'), `Host coder.*\n${options}\tProxyCommand ${cli.binary} --global-config ${join(home, '.config', 'coderv2')} ssh --stdio --ssh-host-prefix coder. %h\n`, { mode: 0o600 })
  const target = await targetOfGpu()
  expect(target).toEqual({ kind: 'typed', text: 'coder.dev.gpu' })
  expect(await readThrough(target)).toBe('a line of the log\n')
  expect(cli.callsOf('ssh')[0]?.args).toContain('coder.dev.gpu')
})
