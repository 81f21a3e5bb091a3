import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Failure, Result } from '@shared/model'
import { splitWords } from './config-dump'
import { fail } from './failures'
import { ALIVE_COUNT_MAX, ALIVE_INTERVAL_MS, CONNECT_TIMEOUT_MS, PROGRAM_TIMEOUT_MS, type HostKeyPolicy, type HostSettings } from './host-settings'
import { commandRoute, jumpTargets } from './proxy'
import { isSafeName, type ParsedTarget } from './target'
import { expandPath, type TokenValues } from './tokens'

/** What the config says of one host, before the jump hosts are resolved in their turn. */
export interface ConfiguredHost {
  /** Its route is the direct one or a ProxyCommand's; `jumps` comes before it. */
  settings: HostSettings
  /** Hosts of a ProxyJump, in order; empty without one. */
  jumps: ParsedTarget[]
}

/** Reads the answer of `ssh -G`; `home` takes the place of the password database's home folder. */
export function settingsFromConfig(
  dump: Map<string, string[]>,
  target: ParsedTarget,
  home: string,
  env: NodeJS.ProcessEnv,
): Result<ConfiguredHost> {
  const local = userInfo()
  const one = (keyword: string): string | undefined => dump.get(keyword)?.[0]
  const host = one('hostname') ?? target.host
  const user = one('user') ?? target.user ?? local.username
  const port = target.port ?? (Number(one('port') ?? '22') || 22)
  if (!isSafeName(host) || !isSafeName(user)) {
    return {
      ok: false,
      failure: fail('TARGET_INVALID', 'Your ssh config gives a host or user with a character that is not allowed.', 'Mend HostName or User in it.'),
    }
  }
  const alias = one('hostkeyalias')
  const tokens: TokenValues = {
    host, originalHost: target.host, port, remoteUser: user, localUser: local.username, home,
    localUid: local.uid < 0 ? '' : String(local.uid), jump: '', keyAlias: alias ?? target.host,
  }
  const paths = (words: string[]): string[] => words.flatMap((word) => {
    if (word === 'none') return []
    const expanded = expandPath(rehome(word, local.homedir, home), tokens, env)
    return expanded === null ? [] : [expanded]
  })
  const jumpSpec = one('proxyjump')
  const jumps = isSet(jumpSpec) ? jumpTargets(jumpSpec, tokens) : { ok: true as const, value: [] }
  if (!jumps.ok) return jumps
  const command = one('proxycommand')
  if (isSet(command) && one('proxyusefdpass') === 'yes') return { ok: false, failure: fdPass() }
  const program = isSet(command) ? commandRoute(command, tokens, env) : null
  if (program && !program.ok) return program

  const identityAgent = one('identityagent')
  const hostKeyPolicy = policyOf(one('stricthostkeychecking'))
  const methods = one('preferredauthentications')?.split(',') ?? null
  const prefers = (method: string): boolean => methods === null || methods.includes(method)
  const bindAddress = one('bindaddress')
  const settings: HostSettings = {
    host, port, user,
    alias: target.host === host ? null : target.host,
    route: program?.value ?? { kind: 'tcp', family: familyOf(one('addressfamily')), localAddress: isSet(bindAddress) ? bindAddress : null },
    vouched: program?.value.coder === true && hostKeyPolicy === 'no',
    keyName: (alias ?? host).toLowerCase(),
    keyPort: alias === undefined ? port : 22,
    userKnownHosts: paths(splitWords(one('userknownhostsfile') ?? '')),
    globalKnownHosts: paths(splitWords(one('globalknownhostsfile') ?? '')),
    revokedHostKeys: paths((dump.get('revokedhostkeys') ?? []).map(unquote))[0] ?? null,
    hashKnownHosts: one('hashknownhosts') === 'yes',
    hostKeyPolicy,
    identityFiles: paths((dump.get('identityfile') ?? []).map(unquote)),
    certificateFiles: paths((dump.get('certificatefile') ?? []).map(unquote)),
    identitiesOnly: one('identitiesonly') === 'yes',
    agentSocket: agentSocket(identityAgent === undefined ? undefined : unquote(identityAgent), env, (word) => paths([word])[0] ?? null),
    publicKey: !isNo(one('pubkeyauthentication')) && prefers('publickey'),
    keyboardInteractive: !isNo(one('kbdinteractiveauthentication')) && prefers('keyboard-interactive'),
    password: !isNo(one('passwordauthentication')) && prefers('password'),
    passwordPrompts: Math.min(Number(one('numberofpasswordprompts') ?? '3') || 3, 3),
    batchMode: one('batchmode') === 'yes',
    connectTimeoutMs: positive(one('connecttimeout')) * 1000 || (program ? PROGRAM_TIMEOUT_MS : CONNECT_TIMEOUT_MS),
    aliveIntervalMs: positive(one('serveraliveinterval')) * 1000 || ALIVE_INTERVAL_MS,
    aliveCountMax: positive(one('serveraliveinterval')) > 0 ? positive(one('serveralivecountmax')) || ALIVE_COUNT_MAX : ALIVE_COUNT_MAX,
    pinnedKey: null,
  }
  return { ok: true, value: { settings, jumps: jumps.value } }
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== 'none' && value !== ''
}

function familyOf(value: string | undefined): 0 | 4 | 6 {
  return value === 'inet' ? 4 : value === 'inet6' ? 6 : 0
}

function fdPass(): Failure {
  return fail(
    'CONFIG_UNSUPPORTED',
    'Your ssh config passes the connection as a file descriptor (ProxyUseFdpass), which this app cannot take.',
    'Use a ProxyCommand that forwards its input and output, such as "ssh -W %h:%p gate".',
  )
}

/** `ssh -G` prints the password database's home folder for known_hosts; a HOME of its own takes its place. */
function rehome(path: string, passwdHome: string, home: string): string {
  if (home === passwdHome || !path.startsWith(`${passwdHome}/.ssh/`)) return path
  return join(home, path.slice(passwdHome.length))
}

function policyOf(value: string | undefined): HostKeyPolicy {
  if (value === 'yes' || value === 'true') return 'yes'
  if (value === 'no' || value === 'off' || value === 'false') return 'no'
  return value === 'accept-new' ? 'accept-new' : 'ask'
}

function agentSocket(identityAgent: string | undefined, env: NodeJS.ProcessEnv, expand: (word: string) => string | null): string | null {
  const fallback = env['SSH_AUTH_SOCK'] || (process.platform === 'win32' ? '\\\\.\\pipe\\openssh-ssh-agent' : null)
  if (identityAgent === undefined || identityAgent === 'SSH_AUTH_SOCK') return fallback
  if (identityAgent === 'none') return null
  if (identityAgent.startsWith('$') && !identityAgent.startsWith('${')) return env[identityAgent.slice(1)] || null
  return expand(identityAgent)
}

function isNo(value: string | undefined): boolean {
  return value === 'no' || value === 'false'
}

function positive(value: string | undefined): number {
  const number = Number(value)
  return Number.isFinite(number) && number > 0 ? number : 0
}

function unquote(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text
}
