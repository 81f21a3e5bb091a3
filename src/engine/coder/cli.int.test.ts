import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeCoderCli, writeLogin, type CoderCli } from '../../../e2e/peers/coder-cli'
import { composeWorkspace } from '../../../e2e/peers/coder-data'
import { findBinary } from './binary'
import { listByCli, startByCli, tokenByCli, type CliCall } from './cli'
import { defaultFolder } from './config-folder'

let dir = ''
let cli: CoderCli
let call: CliCall

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tailpane-cli-'))
  cli = writeCoderCli(join(dir, 'bin'), { workspaces: [composeWorkspace({ name: 'dev' })] })
  call = { access: { binary: cli.binary, folder: null }, place: 'https://coder.example.com', env: { ...process.env, HOME: dir } }
})
afterEach(() => rmSync(dir, { recursive: true }))

describe('listByCli', () => {
  it('gives the workspaces', async () => {
    expect(await listByCli(call, 'd1')).toMatchObject({ ok: true, value: [{ name: 'dev', deploymentId: 'd1', agents: [{ name: 'main' }] }] })
    expect(cli.calls()).toMatchObject([{ args: ['list', '--output', 'json'], env: { CODER_NO_VERSION_WARNING: 'true' } }])
  })

  it('takes silence on stdout for an empty list, as older programs answer it', async () => {
    cli.set({ workspaces: [] })
    expect(await listByCli(call, 'd1')).toEqual({ ok: true, value: [] })
    cli.set({ listOutput: '[]\n' })
    expect(await listByCli(call, 'd1')).toEqual({ ok: true, value: [] })
  })

  it('asks a further deployment by its folder, whatever the environment names', async () => {
    writeLogin(join(dir, 'second'), 'https://second.example.com')
    const second = { ...call, access: { binary: cli.binary, folder: join(dir, 'second') }, env: { ...call.env, CODER_URL: 'https://env.example.com', CODER_SESSION_TOKEN: 'x' } }
    expect(await listByCli(second, 'd2')).toMatchObject({ ok: true })
    expect(cli.calls()[0]).toMatchObject({ args: ['--global-config', join(dir, 'second'), 'list', '--output', 'json'], env: { CODER_URL: '' } })
    expect(cli.calls()[0]?.env).not.toHaveProperty('CODER_SESSION_TOKEN')
  })

  it.each([
    ['out', 'CODER_LOGGED_OUT', 'Run: coder login https://coder.example.com'],
    ['expired', 'CODER_LOGGED_OUT', 'Run: coder login https://coder.example.com'],
    ['unreachable', 'CODER_UNREACHABLE', 'Check the network and the VPN; the list is read again by itself.'],
  ] as const)('says what is wrong when the login is %s', async (login, code, nextStep) => {
    cli.set({ login })
    expect(await listByCli(call, 'd1')).toMatchObject({ ok: false, failure: { code, nextStep } })
  })

  it('says so where there is no program, or where it prints something else', async () => {
    expect(await listByCli({ ...call, access: { binary: join(dir, 'none'), folder: null } }, 'd1')).toMatchObject({ failure: { code: 'CODER_NOT_FOUND' } })
    cli.set({ listOutput: 'NAME  STATUS\ndev   Running\n' })
    expect(await listByCli(call, 'd1')).toMatchObject({ failure: { code: 'CODER_REFUSED', sentence: 'The coder program gave no list that can be read.' } })
    cli.set({ listOutput: '{"message":"no"}' })
    expect(await listByCli(call, 'd1')).toMatchObject({ failure: { code: 'CODER_REFUSED' } })
  })

  it('ends a program that hangs when it is told to', async () => {
    cli.set({ listHangs: true })
    const stop = new AbortController()
    const listing = listByCli({ ...call, signal: stop.signal }, 'd1')
    await expect.poll(() => cli.calls().length).toBe(1)
    stop.abort()
    expect(await listing).toMatchObject({ ok: false })
    expect(() => process.kill(cli.calls()[0]?.pid ?? 0, 0), 'the process is gone').toThrow()
  })
})

describe('tokenByCli', () => {
  it('gives the session’s token where the program can, and null where it cannot', async () => {
    expect(await tokenByCli(call), 'a program older than the command').toBeNull()
    cli.set({ token: 'abcdefghij-0123456789abcdefghijkl' })
    expect(await tokenByCli(call)).toBe('abcdefghij-0123456789abcdefghijkl')
    cli.set({ login: 'out' })
    expect(await tokenByCli(call)).toBeNull()
  })
})

describe('startByCli', () => {
  it('starts a workspace without a question', async () => {
    cli.set({ agents: { 'dev.main': { stopped: true, port: 1 } } })
    expect(await startByCli(call, 'kim/dev')).toEqual({ ok: true, value: null })
    expect(cli.calls()[0]?.args).toEqual(['start', '-y', 'kim/dev'])
  })
})

describe('findBinary', () => {
  it('takes the path of the settings, else the first on the PATH', async () => {
    expect(await findBinary(cli.binary, { PATH: '' })).toBe(cli.binary)
    expect(await findBinary(null, { PATH: `${dir}:${cli.dir}` })).toBe(cli.binary)
    expect(await findBinary(null, { PATH: dir })).toBeNull()
    expect(await findBinary(join(dir, 'gone'), { PATH: cli.dir }), 'a wrong setting is not passed over in silence').toBeNull()
    expect(await findBinary(join(cli.dir, 'state.json'), { PATH: cli.dir }), 'not a program').toBeNull()
  })
})

describe('defaultFolder', () => {
  it('is where the program looks on each system', () => {
    expect(defaultFolder({ HOME: '/h' }, 'linux')).toBe('/h/.config/coderv2')
    expect(defaultFolder({ HOME: '/h', XDG_CONFIG_HOME: '/x' }, 'linux')).toBe('/x/coderv2')
    expect(defaultFolder({ HOME: '/h' }, 'darwin')).toBe('/h/Library/Application Support/coderv2')
    expect(defaultFolder({ HOME: '/h', CODER_CONFIG_DIR: '/c' }, 'linux')).toBe('/c')
  })
})
