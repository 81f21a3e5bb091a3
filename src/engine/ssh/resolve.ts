import { stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Failure, Result } from '@shared/model'
import { runProgram } from '../process'
import { fail, oneLine } from './failures'
import type { HostSettings } from './host-settings'
import { parseConfigDump } from './config-dump'
import { readConfig } from './config-file'
import { settingsFromConfig, type ConfiguredHost } from './settings-from-config'
import type { ParsedTarget } from './target'

const CONFIG_TIMEOUT_MS = 10_000
const MAX_CONFIG_BYTES = 1024 * 1024

/** More jump hosts than this, one behind the other, are taken as a circle. */
const MAX_JUMPS = 8

/**
 * Resolves a target through the user's own OpenSSH (`ssh -G`), so that Include, Match
 * and HostName mean what they mean in a terminal; its jump hosts too, each by its own
 * config. Without an OpenSSH client the config is read here. A result is kept until one of
 * the config files changes.
 */
export function resolveHost(target: ParsedTarget, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Result<HostSettings>> {
  return resolveBehind(target, null, env, signal, 0)
}

/** `jumps` take the place of what the config says of the way to `target`, as `ssh -J` does; null leaves it to the config. */
async function resolveBehind(
  target: ParsedTarget,
  jumps: ParsedTarget[] | null,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  depth: number,
): Promise<Result<HostSettings>> {
  if (depth > MAX_JUMPS) return { ok: false, failure: tooManyJumps(target) }
  const configured = await configure(target, env, signal)
  if (!configured.ok) return configured
  const { settings } = configured.value
  const before = jumps ?? configured.value.jumps
  const last = before.at(-1)
  if (last === undefined) return { ok: true, value: settings }
  // The first jump host is reached by its own config; those behind it through the ones before them.
  const hop = await resolveBehind(last, before.length > 1 ? before.slice(0, -1) : null, env, signal, depth + 1)
  return hop.ok ? { ok: true, value: { ...settings, route: { kind: 'jump', hop: hop.value }, vouched: false } } : hop
}

function tooManyJumps(target: ParsedTarget): Failure {
  return fail(
    'CONFIG_UNSUPPORTED',
    `The jump hosts of your ssh config lead in a circle at ${target.host}, or there are more than ${MAX_JUMPS}.`,
    'Mend ProxyJump in it: a jump host must not jump through itself.',
  )
}

async function configure(target: ParsedTarget, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Result<ConfiguredHost>> {
  const home = env['HOME'] ?? userInfo().homedir
  const choice = await configChoice(home)
  const key = JSON.stringify([target, home, env['SSH_AUTH_SOCK'] ?? '', env['PATH'] ?? ''])
  const kept = cache.get(key)
  if (kept?.stamp === choice.stamp) return { ok: true, value: kept.host }

  const ran = await runProgram({
    file: 'ssh',
    args: ['-G', ...choice.args, ...(target.port === undefined ? [] : ['-p', String(target.port)]),
      ...(target.user === undefined ? [] : ['-l', target.user]), '--', target.host],
    env,
    timeoutMs: CONFIG_TIMEOUT_MS,
    maxOutputBytes: MAX_CONFIG_BYTES,
    signal,
  })
  let dump: Map<string, string[]>
  if (ran.kind === 'missing') dump = await readConfig(target, home, choice.args.length === 0)
  else if (ran.kind === 'exited' && ran.code === 0) dump = parseConfigDump(ran.stdout)
  else return { ok: false, failure: unreadable(ran) }

  const host = settingsFromConfig(dump, target, home, env)
  if (host.ok && cacheable(dump)) {
    cache.set(key, { stamp: choice.stamp, host: host.value })
    if (cache.size > 200) cache.delete(cache.keys().next().value ?? '')
  }
  return host
}

const cache = new Map<string, { stamp: string; host: ConfiguredHost }>()

/** Settings that depend on a command of the config are asked for anew each time; ssh does not name them, so any proxy counts. */
function cacheable(dump: Map<string, string[]>): boolean {
  return !dump.has('proxycommand') && !dump.has('proxyjump')
}

/**
 * OpenSSH takes the home folder from the password database, not from HOME. Where the two
 * differ (a test, a sandbox) it is told which file to read; `none` when there is none.
 */
async function configChoice(home: string): Promise<{ args: string[]; stamp: string }> {
  const own = join(home, '.ssh', 'config')
  const seen = await Promise.all([own, '/etc/ssh/ssh_config'].map(stampOf))
  const stamp = seen.join()
  if (home === userInfo().homedir) return { args: [], stamp }
  return { args: ['-F', seen[0] === '-' ? 'none' : own], stamp }
}

async function stampOf(path: string): Promise<string> {
  const seen = await stat(path).catch(() => null)
  return seen ? `${seen.mtimeMs}:${seen.size}:${seen.ino}` : '-'
}

function unreadable(ran: Awaited<ReturnType<typeof runProgram>>): Failure {
  const nextStep = 'Run "ssh -G" with this host in a terminal and mend what it names.'
  if (ran.kind === 'timeout') {
    return fail('CONFIG_UNREADABLE', 'Your ssh config took more than 10 s to read.', 'Look for a "Match exec" command that hangs.')
  }
  const said = ran.kind === 'exited' ? oneLine(ran.stderr.replace(/^Pseudo-terminal will not.*$/m, '')) : ran.kind
  return fail('CONFIG_UNREADABLE', `Your ssh config could not be read: ${said || 'ssh gave no reason'}.`, nextStep)
}
