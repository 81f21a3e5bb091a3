import type { Result } from '@shared/model'
import { isCoderTunnel } from './coder-command'
import { fail } from './failures'
import type { Route } from './host-settings'
import { isSafeName, parseTarget, type ParsedTarget } from './target'
import { expandSome, type TokenValues } from './tokens'

/** Looking at a log must never start a workspace or wait for its scripts; `coder ssh` hears that from its environment. */
const CODER_MANNERS = { CODER_SSH_WAIT: 'no', CODER_SSH_DISABLE_AUTOSTART: 'true' }

/** The only tokens that ProxyCommand and ProxyJump take (ssh_config(5) TOKENS). */
const TOKENS = 'hknpr'

/** The route through a ProxyCommand as `ssh -G` printed it: run by the person's shell, as ssh does it. */
export function commandRoute(command: string, tokens: TokenValues, env: NodeJS.ProcessEnv): Result<Extract<Route, { kind: 'program' }>> {
  const expanded = safely(command, tokens)
  if (!expanded.ok) return expanded
  const line = expanded.value
  const windows = process.platform === 'win32'
  const argv = windows ? [env['ComSpec'] ?? 'cmd.exe', '/d', '/s', '/c', `"${line}"`] : [env['SHELL'] || '/bin/sh', '-c', `exec ${line}`]
  return {
    ok: true,
    value: { kind: 'program', argv, env: { ...env, ...CODER_MANNERS }, verbatim: windows, coder: isCoderTunnel(line), called: 'ProxyCommand' },
  }
}

/** The hosts of a ProxyJump in the order in which they are passed: `[user@]host[:port]` or `ssh://…`, separated by commas. */
export function jumpTargets(spec: string, tokens: TokenValues): Result<ParsedTarget[]> {
  const expanded = safely(spec, tokens)
  if (!expanded.ok) return expanded
  const hops: ParsedTarget[] = []
  for (const part of expanded.value.split(',')) {
    const parsed = parseTarget(part.trim().replace(/^ssh:\/\//i, '').replace(/\/$/, ''))
    if (!parsed.ok) {
      return { ok: false, failure: fail('CONFIG_UNREADABLE', `A jump host in your ssh config cannot be used: ${parsed.failure.sentence}`, 'Mend ProxyJump in it.') }
    }
    hops.push(parsed.value)
  }
  return { ok: true, value: hops }
}

/** Expands the tokens after a look at what they stand for: the text goes to a shell or names a host. */
function safely(text: string, tokens: TokenValues): Result<string> {
  if (![tokens.host, tokens.originalHost, tokens.remoteUser].every(isSafeName) || (/%k/.test(text) && !isSafeName(tokens.keyAlias))) {
    return { ok: false, failure: fail('TARGET_INVALID', 'The host or the user has a character that may not reach a command.', 'Mend HostName, HostKeyAlias or User in your ssh config.') }
  }
  const expanded = expandSome(text, TOKENS, tokens)
  if (expanded !== null) return { ok: true, value: expanded }
  return {
    ok: false,
    failure: fail('CONFIG_UNREADABLE', 'A ProxyCommand or ProxyJump in your ssh config has a token that ssh does not know there.', 'Use %h, %n, %p and %r only, and %% for a percent sign.'),
  }
}
