import { stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Result } from '@shared/model'
import { runProgram } from '../process'
import { fail, oneLine } from './failures'
import type { HostSettings } from './host-settings'
import { defaultConfig, parseConfigDump } from './config-dump'
import { settingsFromConfig } from './settings-from-config'
import type { ParsedTarget } from './target'

const CONFIG_TIMEOUT_MS = 10_000
const MAX_CONFIG_BYTES = 1024 * 1024

/**
 * Resolves a target through the user's own OpenSSH (`ssh -G`), so that Include, Match
 * and HostName mean what they mean in a terminal. Without an OpenSSH client the defaults
 * of ssh apply. A result is kept until one of the config files changes.
 */
export async function resolveHost(target: ParsedTarget, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Result<HostSettings>> {
  const home = env['HOME'] ?? userInfo().homedir
  const choice = await configChoice(home)
  const key = JSON.stringify([target, home, env['SSH_AUTH_SOCK'] ?? '', env['PATH'] ?? ''])
  const kept = cache.get(key)
  if (kept?.stamp === choice.stamp) return { ok: true, value: kept.settings }

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
  if (ran.kind === 'missing') dump = defaultConfig(target)
  else if (ran.kind === 'exited' && ran.code === 0) dump = parseConfigDump(ran.stdout)
  else return { ok: false, failure: unreadable(ran) }

  const settings = settingsFromConfig(dump, target, home, env)
  if (settings.ok && cacheable(dump)) {
    cache.set(key, { stamp: choice.stamp, settings: settings.value })
    if (cache.size > 200) cache.delete(cache.keys().next().value ?? '')
  }
  return settings
}

const cache = new Map<string, { stamp: string; settings: HostSettings }>()

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

function unreadable(ran: Awaited<ReturnType<typeof runProgram>>): ReturnType<typeof fail> {
  const nextStep = 'Run "ssh -G" with this host in a terminal and mend what it names.'
  if (ran.kind === 'timeout') {
    return fail('CONFIG_UNREADABLE', 'Your ssh config took more than 10 s to read.', 'Look for a "Match exec" command that hangs.')
  }
  const said = ran.kind === 'exited' ? oneLine(ran.stderr.replace(/^Pseudo-terminal will not.*$/m, '')) : ran.kind
  return fail('CONFIG_UNREADABLE', `Your ssh config could not be read: ${said || 'ssh gave no reason'}.`, nextStep)
}
