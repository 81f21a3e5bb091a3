import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** What the tokens of ssh_config(5) stand for on one connection. */
export interface TokenValues {
  /** %h: the name that is connected to, after HostName. */
  host: string
  /** %n: the host as it was typed. */
  originalHost: string
  port: number
  /** %r: the user on the other side. */
  remoteUser: string
  /** %u: the user here. */
  localUser: string
  /** %d and `~`: the home folder here. */
  home: string
  /** %i: the user id here; empty where there is none. */
  localUid: string
  /** %j: the ProxyJump host; empty without one. */
  jump: string
  /** %k: HostKeyAlias, else the original host name. */
  keyAlias: string
}

/**
 * Expands a path as ssh does for IdentityFile, UserKnownHostsFile and IdentityAgent:
 * a leading `~` or `~/`, the tokens of ssh_config(5) TOKENS and `${NAME}`. Null when it
 * holds a token or a variable that ssh would refuse too.
 */
export function expandPath(path: string, values: TokenValues, env: NodeJS.ProcessEnv): string | null {
  const fromHome = path === '~' ? values.home : path.startsWith('~/') ? join(values.home, path.slice(2)) : path
  const withVariables = fromHome.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (whole, name: string) => env[name] ?? whole)
  if (/\$\{/.test(withVariables)) return null
  return expandTokens(withVariables, values)
}

/** Expands the percent tokens of ssh_config(5); null when one is unknown. */
export function expandTokens(text: string, values: TokenValues): string | null {
  return expandSome(text, ALL, values)
}

const ALL = 'CdhijkLlnpru'

/** Expands those tokens that are named in `allowed`, and `%%`; null when there is another one. */
export function expandSome(text: string, allowed: string, values: TokenValues): string | null {
  let unknown = false
  const expanded = text.replace(/%(.?)/gs, (_whole, token: string) => {
    const value = token === '%' || (token !== '' && allowed.includes(token)) ? tokenValue(token, values) : null
    if (value === null) unknown = true
    return value ?? ''
  })
  return unknown ? null : expanded
}

function tokenValue(token: string, v: TokenValues): string | null {
  switch (token) {
    case '%':
      return '%'
    case 'C':
      return connectionHash(v)
    case 'd':
      return v.home
    case 'h':
      return v.host
    case 'i':
      return v.localUid
    case 'j':
      return v.jump
    case 'k':
      return v.keyAlias
    case 'L':
      return hostname().split('.')[0] ?? ''
    case 'l':
      return hostname()
    case 'n':
      return v.originalHost
    case 'p':
      return String(v.port)
    case 'r':
      return v.remoteUser
    case 'u':
      return v.localUser
    default:
      return null
  }
}

/** %C is SHA-1 over %l%h%p%r and, since OpenSSH 9.6, %j (which is empty without a jump host). */
function connectionHash(v: TokenValues): string {
  return createHash('sha1').update(hostname() + v.host + String(v.port) + v.remoteUser + v.jump).digest('hex')
}
