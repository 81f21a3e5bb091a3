import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Result } from '@shared/model'
import { splitWords } from './config-dump'
import { fail } from './failures'
import { ALIVE_COUNT_MAX, ALIVE_INTERVAL_MS, CONNECT_TIMEOUT_MS, type HostKeyPolicy, type HostSettings } from './host-settings'
import { isSafeName, type ParsedTarget } from './target'
import { expandPath, type TokenValues } from './tokens'

/** Reads the answer of `ssh -G`; `home` takes the place of the password database's home folder. */
export function settingsFromConfig(
  dump: Map<string, string[]>,
  target: ParsedTarget,
  home: string,
  env: NodeJS.ProcessEnv,
): Result<HostSettings> {
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
  const proxy = unsupportedProxy(one('proxyjump'), one('proxycommand'))
  if (proxy) return { ok: false, failure: proxy }

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
  const identityAgent = one('identityagent')
  return {
    ok: true,
    value: {
      host, port, user,
      keyName: (alias ?? host).toLowerCase(),
      keyPort: alias === undefined ? port : 22,
      userKnownHosts: paths(splitWords(one('userknownhostsfile') ?? '')),
      globalKnownHosts: paths(splitWords(one('globalknownhostsfile') ?? '')),
      hashKnownHosts: one('hashknownhosts') === 'yes',
      hostKeyPolicy: policyOf(one('stricthostkeychecking')),
      identityFiles: paths((dump.get('identityfile') ?? []).map(unquote)),
      identitiesOnly: one('identitiesonly') === 'yes',
      agentSocket: agentSocket(identityAgent === undefined ? undefined : unquote(identityAgent), env, (word) => paths([word])[0] ?? null),
      publicKey: !isNo(one('pubkeyauthentication')),
      keyboardInteractive: !isNo(one('kbdinteractiveauthentication')),
      password: !isNo(one('passwordauthentication')),
      passwordPrompts: Math.min(Number(one('numberofpasswordprompts') ?? '3') || 3, 3),
      batchMode: one('batchmode') === 'yes',
      connectTimeoutMs: positive(one('connecttimeout')) * 1000 || CONNECT_TIMEOUT_MS,
      aliveIntervalMs: positive(one('serveraliveinterval')) * 1000 || ALIVE_INTERVAL_MS,
      aliveCountMax: positive(one('serveraliveinterval')) > 0 ? positive(one('serveralivecountmax')) || ALIVE_COUNT_MAX : ALIVE_COUNT_MAX,
      pinnedKey: null,
    },
  }
}

function unsupportedProxy(jump: string | undefined, command: string | undefined): ReturnType<typeof fail> | null {
  const used = (value: string | undefined): boolean => value !== undefined && value !== 'none'
  if (!used(jump) && !used(command)) return null
  const keyword = used(jump) ? 'ProxyJump' : 'ProxyCommand'
  return fail(
    'CONFIG_UNSUPPORTED',
    `Your ssh config reaches this host through a ${keyword}, which this version cannot do yet.`,
    'Use a host that can be reached directly, or forward its port with ssh and connect to localhost.',
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
