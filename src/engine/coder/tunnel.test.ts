import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeLogin } from '../../../e2e/peers/coder-cli'
import { composeWorkspace } from '../../../e2e/peers/coder-data'
import type { DeploymentAccess } from './deployments'
import { readWorkspaces } from './schema'
import { findTunnel } from './tunnel'

const URL_OF = 'https://coder.example.com'
let home = ''
let folder = ''

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tailpane-tunnel-'))
  folder = join(home, '.config', 'coderv2')
  mkdirSync(join(home, '.ssh'))
  writeLogin(folder, URL_OF)
})
afterEach(() => rmSync(home, { recursive: true }))

/** The four options between Host and ProxyCommand, as config-ssh writes them. */
const OPTIONS = '\tConnectTimeout=0\n\tStrictHostKeyChecking=no\n\tUserKnownHostsFile=/dev/null\n\tLogLevel ERROR\n'
const start = '# ------------START-CODER-----------\n# This section is managed by coder. DO NOT EDIT.\n#\n# Last config-ssh options:\n# :wait=no\n#\n'
const end = '# ------------END-CODER------------\n'

const access: DeploymentAccess = { url: URL_OF, cli: { binary: '/usr/local/bin/coder', folder: null }, binary: '/usr/local/bin/coder', token: null, rest: () => Promise.resolve(null) }

async function reach(config: string, options: { workspace?: string; agent?: string; agents?: string[]; access?: DeploymentAccess } = {}): Promise<unknown> {
  writeFileSync(join(home, '.ssh', 'config'), config)
  const { workspace = 'dev', agents = ['main'], agent = 'main' } = options
  const [w] = readWorkspaces([composeWorkspace({ name: workspace, agents: agents.map((name) => ({ name })) })], 'd1') ?? []
  const a = w?.agents.find((candidate) => candidate.name === agent)
  if (!w || !a) throw new Error('the composed workspace was refused')
  const found = await findTunnel(options.access ?? access, w, a, { HOME: home })
  if (!found.ok) return found.failure.code
  return found.value.kind === 'typed' ? found.value.text : found.value
}

const own = { kind: 'coder', argv: ['/usr/local/bin/coder', 'ssh', '--stdio', 'dev.main'], env: { CODER_SSH_WAIT: 'no', CODER_SSH_DISABLE_AUTOSTART: 'true' }, name: 'dev.main' }

describe('findTunnel with what config-ssh wrote', () => {
  it('uses the prefix wildcard', async () => {
    const config = `${start}Host coder.*\n${OPTIONS}\tProxyCommand /usr/local/bin/coder --global-config ${folder} ssh --stdio --ssh-host-prefix coder. %h\n${end}`
    expect(await reach(config)).toBe('coder.dev.main')
  })

  it('uses the suffix, whose command stands in a Match block', async () => {
    const config = `${start}Host *.coder\n${OPTIONS}\nMatch host *.coder !exec "/usr/local/bin/coder connect exists %h"\n\tProxyCommand /usr/local/bin/coder --global-config ${folder} ssh --stdio --hostname-suffix coder %h\n${end}`
    expect(await reach(config)).toBe('main.dev.kim.coder')
  })

  it('takes the first that fits, as ssh does', async () => {
    const config = `Match host *.coder !exec "coder connect exists %h"\n\tProxyCommand /usr/local/bin/coder --global-config ${folder} ssh --stdio --hostname-suffix coder %h\nHost coder.*\n\tProxyCommand /usr/local/bin/coder --global-config ${folder} ssh --stdio --ssh-host-prefix coder. %h\n`
    expect(await reach(config)).toBe('main.dev.kim.coder')
  })

  it('uses a prefix and a suffix of the administrator’s own, with options of the person’s', async () => {
    expect(await reach(`Host box-*\n\tProxyCommand "/opt/my tools/coder" --header "X-A=b c" --global-config "${folder}" ssh --stdio --wait=no --disable-autostart=true --ssh-host-prefix box- %h\n`)).toBe('box-dev.main')
    expect(await reach(`Match host *.dev.corp !exec "coder connect exists %h"\n  ProxyCommand=coder --global-config ${folder} ssh --stdio --hostname-suffix dev.corp %h\n`)).toBe('main.dev.kim.dev.corp')
  })

  it('uses the blocks of each workspace that older programs wrote', async () => {
    const block = (host: string, name: string): string => `Host ${host}\n\tHostName ${host}\n${OPTIONS}\tProxyCommand "/usr/bin/coder" --global-config "${folder}" ssh --stdio ${name}\n`
    expect(await reach(block('coder.dev', 'dev') + block('coder.web', 'web'))).toBe('coder.dev')
    expect(await reach(block('coder.dev', 'dev') + block('coder.dev.main', 'dev.main') + block('coder.dev.gpu', 'dev.gpu'), { agents: ['main', 'gpu'], agent: 'gpu' })).toBe('coder.dev.gpu')
    expect(await reach(block('coder.dev', 'dev'), { agents: ['main', 'gpu'] }), 'the name alone does not say which of two agents').toMatchObject({ kind: 'coder' })
    expect(await reach(block('coder.web', 'web'))).toEqual(own)
  })

  it('uses the blocks of --no-wildcard', async () => {
    const config = `Host dev.coder\n${OPTIONS}\nMatch host dev.coder !exec "/usr/bin/coder connect exists %h"\n\tProxyCommand /usr/bin/coder --global-config ${folder} ssh --stdio --hostname-suffix coder %h\n\nHost coder.dev\n\tProxyCommand /usr/bin/coder --global-config ${folder} ssh --stdio --ssh-host-prefix coder. %h\n`
    expect(await reach(config)).toBe('dev.coder')
    expect(await reach(config, { workspace: 'web' })).toMatchObject({ kind: 'coder', name: 'web.main' })
  })

  it('reads Includes, CRLF and Windows paths', async () => {
    mkdirSync(join(home, '.ssh', 'conf.d'))
    writeFileSync(join(home, '.ssh', 'conf.d', 'coder.conf'), `Host coder.*\r\n\tProxyCommand "C:\\Program Files\\Coder\\coder.exe" --global-config ${folder} ssh --stdio --ssh-host-prefix coder. %h\r\n`)
    expect(await reach('Include conf.d/*.conf\n')).toBe('coder.dev.main')
  })
})

describe('findTunnel with what editors wrote', () => {
  it('uses VS Code’s block of this deployment', async () => {
    const vscode = join(home, 'vscode', 'coder.example.com')
    writeLogin(vscode, URL_OF)
    const config = `# --- START CODER VSCODE coder.example.com ---\nHost coder-vscode.coder.example.com--*\n  ConnectTimeout 0\n  LogLevel ERROR\n  ProxyCommand ${join(home, 'coder-linux-amd64')} --global-config ${vscode} ssh --stdio --usage-app=vscode --network-info-dir /tmp/n --log-dir /tmp/l -v --ssh-host-prefix coder-vscode.coder.example.com-- %h\n  SetEnv CODER_SSH_SESSION_TYPE=vscode\n# --- END CODER VSCODE coder.example.com ---\n`
    expect(await reach(config)).toBe('coder-vscode.coder.example.com--kim--dev.main')
  })

  it('uses VS Code’s older block and JetBrains’ blocks', async () => {
    const old = (place: string): string => `Host coder-vscode--*\n  ProxyCommand "/opt/coder" vscodessh --network-info-dir /n --session-token-file ${place}/session --url-file ${place}/url %h\n`
    expect(await reach(old(folder))).toBe('coder-vscode--kim--dev--main')
    expect(await reach(old(join(home, 'nowhere')))).toEqual(own)
    expect(await reach(`Host coder-jetbrains--dev.main--coder.example.com\n  ProxyCommand /opt/coder --global-config ${folder} ssh --stdio --usage-app=jetbrains kim/dev.main\n`)).toBe('coder-jetbrains--dev.main--coder.example.com')
    expect(await reach(`Host coder-jetbrains-coder.example.com--*\n  ProxyCommand /opt/coder --url ${URL_OF}/ ssh --stdio --usage-app=jetbrains --ssh-host-prefix coder-jetbrains-coder.example.com-- %h\n`)).toBe('coder-jetbrains-coder.example.com--kim--dev.main')
  })

  it('prefers config-ssh’s own', async () => {
    expect(await reach(`Host coder-vscode.x--*\n  ProxyCommand coder --url ${URL_OF} ssh --stdio --usage-app=vscode --ssh-host-prefix coder-vscode.x-- %h\nHost coder.*\n  ProxyCommand coder --global-config ${folder} ssh --stdio --ssh-host-prefix coder. %h\n`)).toBe('coder.dev.main')
  })
})

describe('findTunnel without an entry for this deployment', () => {
  it('runs the program itself', async () => {
    expect(await reach('Host box\n  HostName 10.0.0.1\nHost jump\n  ProxyCommand ssh -W %h:%p gate\nHost *\n  ProxyCommand coder --global-config x ssh --stdio %h\n')).toEqual(own)
    expect(await reach(`Host coder.*\n  ProxyCommand coder --global-config /elsewhere ssh --stdio --ssh-host-prefix coder. %h\n`)).toEqual(own)
    expect(await reach(`Host coder.*\n  ProxyCommand coder --url https://other.example.com ssh --stdio --ssh-host-prefix coder. %h\n`)).toEqual(own)
  })

  it('names the folder of a further deployment, and keeps the environment from leading elsewhere', async () => {
    const second: DeploymentAccess = { ...access, url: 'https://second.example.com', cli: { binary: '/usr/bin/coder', folder: '/home/kim/second' } }
    expect(await reach('', { access: second })).toMatchObject({
      argv: ['/usr/bin/coder', '--global-config', '/home/kim/second', 'ssh', '--stdio', 'dev.main'],
      env: { CODER_URL: '', CODER_SESSION_TOKEN: '', CODER_SSH_DISABLE_AUTOSTART: 'true' },
    })
  })

  it('gives an entered token by the environment, never by argv', async () => {
    const env = { ...own.env, CODER_URL: URL_OF, CODER_SESSION_TOKEN: 'secret-1' }
    expect(await reach('', { access: { ...access, cli: null, token: 'secret-1' } })).toEqual({ ...own, env })
    expect(await reach('', { access: { ...access, token: 'secret-1' } }), 'it comes before the login of the program').toEqual({ ...own, env })
  })

  it('says what is missing where there is no program', async () => {
    expect(await reach('', { access: { ...access, cli: null, binary: null, token: 'secret-1' } })).toBe('CODER_NOT_FOUND')
  })
})
