// The stand-in `coder` itself; see coder-cli.ts, which copies it beside a state file and runs it under the name `coder`.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'

const [stateFile = '', callsFile = '', ...args] = process.argv.slice(2)
/** @type {import('./coder-cli').CoderCliState} */
const state = JSON.parse(readFileSync(stateFile, 'utf8'))

const SHOWN = ['CODER_URL', 'CODER_CONFIG_DIR', 'CODER_SSH_WAIT', 'CODER_SSH_DISABLE_AUTOSTART', 'CODER_NO_VERSION_WARNING']
/** @type {Record<string, string>} */
const seen = Object.fromEntries(SHOWN.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
if (process.env['CODER_SESSION_TOKEN']) seen['CODER_SESSION_TOKEN'] = 'set'
appendFileSync(callsFile, `${JSON.stringify({ args, env: seen, pid: process.pid })}\n`)

const VALUED = new Set(['--global-config', '--url', '--output', '-o', '--search', '--ssh-host-prefix', '--hostname-suffix', '--network-info-dir', '--log-dir', '--usage-app', '--header'])
const BARE = new Set(['--stdio', '-y', '--yes', '-v', '--verbose', '--disable-autostart', '--no-version-warning', '--no-feature-warning', '--no-wait'])
/** @type {Map<string, string>} */
const options = new Map()
/** @type {string[]} */
const words = []
for (let i = 0; i < args.length; i++) {
  const arg = args[i] ?? ''
  const equals = arg.indexOf('=')
  const name = arg.startsWith('--') && equals > 0 ? arg.slice(0, equals) : arg
  if (!arg.startsWith('-')) words.push(arg)
  else if (equals > 0) options.set(name, arg.slice(equals + 1))
  else if (VALUED.has(name)) options.set(name, args[++i] ?? '')
  else if (BARE.has(name)) options.set(name, 'true')
  else fail(`unknown flag: ${name}`)
}

/** @param {string} text @param {string} [suggestion] @returns {never} */
function fail(text, suggestion) {
  const command = `coder ${words[0] ?? ''}`.trim()
  process.stderr.write(`Encountered an error running "${command}", see "${command} --help" for more information\nerror: ${text}\n${suggestion ? `\nSuggestion: ${suggestion}\n` : ''}`)
  process.exit(1)
}

function url() {
  if (process.env['CODER_URL']) return process.env['CODER_URL']
  const folder = options.get('--global-config')
  try {
    return folder === undefined ? state.url : readFileSync(join(folder, 'url'), 'utf8').trim()
  } catch {
    return ''
  }
}

function needLogin() {
  const place = url()
  if (state.login === 'out' || place === '') fail(`You are not logged in. Try logging in using 'coder login <url>'.`)
  if (state.login === 'expired') fail('You are signed out or your session has expired. Please sign in again to continue.', `Try logging in using 'coder login'.`)
  if (state.login === 'unreachable') fail(`Get "${place}/api/v2/users/me": dial tcp 127.0.0.1:9: connect: connection refused`)
}

/** @param {Partial<import('./coder-cli').CoderCliState>} change */
function change(change) {
  writeFileSync(stateFile, JSON.stringify({ ...state, ...change }))
}

switch (words[0]) {
  case 'version':
    process.stdout.write(`Coder v2.35.1+8b44bd6 Fri Jul 10 09:00:00 UTC 2026\nhttps://github.com/coder/coder/commit/8b44bd6\n`)
    break
  case 'list':
    list()
    break
  case 'login':
    needLogin()
    if (words[1] !== 'token' || state.token === null) fail(`Failed to check server ${JSON.stringify(words[1] ?? '')} for first user, is the URL correct and is coder accessible from your browser?`)
    process.stdout.write(`${state.token}\n`)
    break
  case 'start':
    needLogin()
    start(words[1] ?? '')
    break
  case 'ssh':
    needLogin()
    ssh(words[1] ?? '')
    break
  default:
    fail(`unrecognized subcommand "${words[0] ?? ''}"`)
}

function list() {
  needLogin()
  if (state.listHangs) {
    setInterval(() => undefined, 60_000)
    return
  }
  if (state.listOutput !== undefined) {
    process.stdout.write(state.listOutput)
    return
  }
  if (state.workspaces.length === 0) {
    process.stderr.write('No workspaces found! Create one:\n\n  coder create <name>\n\n')
    return
  }
  process.stdout.write(`${JSON.stringify(state.workspaces, null, 2)}\n`)
}

/** @param {string} name */
function start(name) {
  const workspace = name.split('/').at(-1) ?? ''
  const agents = Object.fromEntries(
    Object.entries(state.agents).map(([key, door]) => [key, key.startsWith(`${workspace}.`) && 'stopped' in door && door.port !== undefined ? { port: door.port } : door]),
  )
  process.stderr.write('==> ⧗ Queued\n=== ✔ Queued [120ms]\n==> ⧗ Running\n=== ✔ Running [5123ms]\n')
  change({ agents })
  process.stdout.write(`\nThe ${workspace} workspace has been started at 2026-11-24 10:00:00!\n`)
}

/** @param {string} given */
function ssh(given) {
  const door = find(given)
  if (!door) return fail('Resource not found or you do not have access to this resource')
  if ('connecting' in door) {
    process.stderr.write('==> ⧗ Waiting for the workspace agent to connect\n')
    // For ever, also with --wait=no, as the real one does.
    process.stdin.resume()
    setInterval(() => undefined, 60_000)
    return
  }
  if ('stopped' in door) {
    const stay = options.get('--disable-autostart') ?? process.env['CODER_SSH_DISABLE_AUTOSTART'] ?? 'false'
    if (stay === 'true') return fail('workspace must be started')
    process.stderr.write(`Workspace was stopped, starting workspace to allow connecting to "${given}"...\n`)
    if (door.port === undefined) return fail('workspace build failed')
    tunnel(door.port)
    return
  }
  const wait = options.get('--wait') ?? process.env['CODER_SSH_WAIT'] ?? 'auto'
  process.stderr.write('==> ⧗ Waiting for the workspace agent to connect\n=== ✔ Waiting for the workspace agent to connect [213ms]\n')
  if (wait !== 'no') process.stderr.write('==> ⧗ Running workspace agent startup scripts\n=== ✔ Running workspace agent startup scripts [402ms]\n')
  tunnel(door.port)
}

/** By `ws`, `ws.agent`, `owner--ws.agent`, `owner--ws--agent`, `owner/ws…` or `agent.ws.owner`. @param {string} given */
function find(given) {
  let name = given
  const prefix = options.get('--ssh-host-prefix')
  const suffix = options.get('--hostname-suffix')
  if (prefix && name.startsWith(prefix)) name = name.slice(prefix.length)
  else if (suffix && name.endsWith(`.${suffix}`)) name = name.slice(0, -suffix.length - 1)
  const parts = name.split('.')
  if (parts.length === 3) name = `${parts[1]}.${parts[0]}`
  else {
    const dashed = name.split('--')
    if (dashed.length === 3) name = `${dashed[1]}.${dashed[2]}`
    else if (dashed.length === 2) name = dashed[1] ?? ''
    name = name.split('/').at(-1) ?? ''
  }
  if (state.agents[name]) return state.agents[name]
  const ofWorkspace = Object.keys(state.agents).filter((key) => key.startsWith(`${name}.`))
  if (ofWorkspace.length > 1) return fail(`multiple agents found, please specify the agent name, available agents: [${ofWorkspace.map((key) => key.split('.')[1]).join(' ')}]`)
  return state.agents[ofWorkspace[0] ?? '']
}

/** @param {number} port */
function tunnel(port) {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  socket.on('error', (error) => fail(`Get agent connection: ${error.message}`))
  process.stdin.pipe(socket)
  socket.pipe(process.stdout)
  socket.on('close', () => process.exit(0))
  for (const signal of /** @type {const} */ (['SIGHUP', 'SIGTERM'])) process.on(signal, () => process.exit(0))
}
