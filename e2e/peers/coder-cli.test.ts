import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeCoderCli, type CoderCli } from './coder-cli'
import { startCoderLike, type CoderLike } from './coder-like'

let dir = ''
let agent: CoderLike
let cli: CoderCli

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tailpane-cli-peer-'))
  agent = await startCoderLike()
  cli = writeCoderCli(dir, {
    agents: { 'dev.main': { port: agent.port }, 'two.a': { port: agent.port }, 'two.b': { port: agent.port }, 'off.main': { stopped: true, port: agent.port }, 'slow.main': { connecting: true } },
  })
})
afterAll(async () => {
  await agent.stop()
  rmSync(dir, { recursive: true })
})

/** Runs it with an end of input at once; the peer's greeting comes first all the same. */
const run = (args: string[], env: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> => spawnSync(cli.binary, args, { encoding: 'utf8', env: { PATH: process.env['PATH'], ...env }, input: '' })

/** What the tunnel says first, and on stderr until then. */
function greeting(args: string[], env: NodeJS.ProcessEnv = {}): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(cli.binary, args, { env: { PATH: process.env['PATH'], ...env } })
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.stdout.once('data', (chunk: Buffer) => {
      child.kill()
      child.once('close', () => resolve({ stdout: chunk.toString(), stderr }))
    })
  })
}

it.each([
  ['dev'], ['dev.main'], ['kim/dev.main'], ['kim--dev.main'], ['kim--dev--main'], ['main.dev.kim'],
  ['--ssh-host-prefix', 'coder.', 'coder.dev.main'], ['--hostname-suffix', 'coder', 'main.dev.kim.coder'],
])('tunnels to %s %s %s', async (...name) => {
  const heard = await greeting(['--global-config', '/nowhere', 'ssh', '--stdio', '--wait=no', ...name], { CODER_URL: 'https://coder.example.com' })
  expect(heard.stdout).toMatch(/^SSH-2\.0-Go/)
  expect(heard.stderr).toContain('=== ✔ Waiting for the workspace agent to connect')
  expect(heard.stderr).not.toContain('startup scripts')
})

it('fails as the real one does', () => {
  expect(run(['ssh', '--stdio', 'two'])).toMatchObject({ status: 1, stderr: expect.stringContaining('available agents: [a b]') as string })
  expect(run(['ssh', '--stdio', 'gone'])).toMatchObject({ status: 1, stderr: expect.stringContaining('Resource not found') as string })
  expect(run(['ssh', '--stdio', 'off'], { CODER_SSH_DISABLE_AUTOSTART: 'true' })).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('workspace must be started') as string })
  expect(run(['ssh', '--stdio', '--bogus', 'dev'])).toMatchObject({ status: 1, stderr: expect.stringContaining('unknown flag: --bogus') as string })
  cli.set({ login: 'expired' })
  expect(run(['ssh', '--stdio', 'dev'])).toMatchObject({ status: 1, stderr: expect.stringContaining('session has expired') as string })
  cli.set({ login: 'in' })
})

it('starts a stopped workspace unless it is told not to', async () => {
  expect((await greeting(['ssh', '--stdio', 'off'])).stderr).toContain('Workspace was stopped, starting workspace')
})

it('waits for an agent that never connects until it is killed', async () => {
  const child = spawn(cli.binary, ['ssh', '--stdio', '--wait=no', 'slow'], { env: { PATH: process.env['PATH'] } })
  await new Promise<void>((resolve) => child.stderr.once('data', () => resolve()))
  expect(child.exitCode).toBeNull()
  child.kill()
  await new Promise((resolve) => child.once('close', resolve))
})

it('writes down how it was run', () => {
  run(['version'], { CODER_SESSION_TOKEN: 'secret', CODER_SSH_WAIT: 'no' })
  expect(cli.callsOf('version').at(-1)).toMatchObject({ args: ['version'], env: { CODER_SESSION_TOKEN: 'set', CODER_SSH_WAIT: 'no' } })
})
