import type { Result } from '@shared/model'
import { fail } from './failures'

/** What a person typed, taken apart. Absent parts come from the ssh config. */
export interface ParsedTarget {
  host: string
  user?: string
  port?: number
}

/**
 * Characters that may reach a command line or the expansion of a token. A leading `-`
 * would be read as an option. Nothing here means anything to a shell.
 */
const ALLOWED = /^[A-Za-z0-9._:%@/+-]+$/

/** True when a host or user is safe to hand to `ssh` and to token expansion. */
export function isSafeName(name: string): boolean {
  return ALLOWED.test(name) && !name.startsWith('-') && name.length <= 255
}

/** Takes `[user@]host[:port]`, `[user@][v6]:port`, a bare IPv6 address or a Host alias apart. */
export function parseTarget(text: string): Result<ParsedTarget> {
  const typed = text.trim()
  if (typed === '') return refuse('No host was given.')
  const at = typed.lastIndexOf('@')
  const user = at >= 0 ? typed.slice(0, at) : undefined
  const place = typed.slice(at + 1)
  if (user === '') return refuse('The user name before "@" is empty.')
  const split = splitPlace(place)
  if (!split) return refuse('The address has brackets that do not match.')
  if (!isSafeName(split.host) || (user !== undefined && !isSafeName(user))) {
    return refuse('The host or the user has a character that is not allowed there.')
  }
  if (split.port === undefined) return { ok: true, value: { host: split.host, ...(user !== undefined && { user }) } }
  const port = Number(split.port)
  if (!/^[0-9]{1,5}$/.test(split.port) || port < 1 || port > 65535) return refuse('The port must be a number from 1 to 65535.')
  return { ok: true, value: { host: split.host, port, ...(user !== undefined && { user }) } }
}

function splitPlace(place: string): { host: string; port?: string } | null {
  if (place.startsWith('[')) {
    const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(place)
    if (!bracketed) return null
    return { host: bracketed[1] ?? '', ...(bracketed[2] !== undefined && { port: bracketed[2] }) }
  }
  const colon = place.indexOf(':')
  // Two colons or more without brackets are an IPv6 address, as ssh takes it.
  if (colon < 0 || colon !== place.lastIndexOf(':')) return { host: place }
  return { host: place.slice(0, colon), port: place.slice(colon + 1) }
}

function refuse(sentence: string): { ok: false; failure: ReturnType<typeof fail> } {
  return { ok: false, failure: fail('TARGET_INVALID', sentence, 'Enter it as ssh takes it: user@host, host:port or a Host of your ssh config.') }
}
