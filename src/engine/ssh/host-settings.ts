/** How an unknown host key is met, as in ssh_config(5) StrictHostKeyChecking. */
export type HostKeyPolicy = 'ask' | 'yes' | 'no' | 'accept-new'

/** How the bytes of a connection travel. */
export type Route =
  /** `family` 0 takes IPv4 and IPv6; `localAddress` is the address to come from, null for any. */
  | { kind: 'tcp'; family: 0 | 4 | 6; localAddress: string | null }
  /** A ProxyCommand, or the `coder` binary itself: its stdin and stdout are the wire. */
  | {
      kind: 'program'
      argv: readonly string[]
      env: NodeJS.ProcessEnv
      /** Windows: the arguments are one line for cmd.exe. */
      verbatim: boolean
      /** It is the `coder` binary's tunnel: its last words are understood, and waiting has words of its own. */
      coder: boolean
      /** What people call it: `ProxyCommand` or `coder`. */
      called: string
    }
  /** ProxyJump: a connection to another host, which connects to this one. */
  | { kind: 'jump'; hop: HostSettings }

/** Everything that a connection needs to know, after the user's own ssh config. Paths are absolute. */
export interface HostSettings {
  /** Name or address that is connected to. */
  host: string
  /** What the person calls it, where the config gives that name another HostName; null otherwise. */
  alias: string | null
  port: number
  user: string
  route: Route
  /** The way itself proves who is at its other end (a Coder tunnel), where the config turns the check of the key off. */
  vouched: boolean
  /** The name that the host key is filed under in known_hosts, with no port. */
  keyName: string
  /** The port is part of that name (`[name]:port`); HostKeyAlias leaves it out, as ssh does. */
  keyPort: number
  userKnownHosts: string[]
  globalKnownHosts: string[]
  /** A list of keys that are never trusted; null without one. */
  revokedHostKeys: string | null
  hashKnownHosts: boolean
  hostKeyPolicy: HostKeyPolicy
  identityFiles: string[]
  /** Files of OpenSSH user certificates, which cannot be presented but explain a refusal. */
  certificateFiles: string[]
  identitiesOnly: boolean
  /** Socket of the ssh agent; null when there is none or it is turned off. */
  agentSocket: string | null
  publicKey: boolean
  keyboardInteractive: boolean
  password: boolean
  passwordPrompts: number
  /** BatchMode: nothing is asked. */
  batchMode: boolean
  connectTimeoutMs: number
  aliveIntervalMs: number
  aliveCountMax: number
  /** The only key that is accepted, `SHA256:…`; the embedded workspace has one. */
  pinnedKey: string | null
}

export const CONNECT_TIMEOUT_MS = 20_000
/** A program may have to log in or to build a tunnel first. */
export const PROGRAM_TIMEOUT_MS = 60_000
export const ALIVE_INTERVAL_MS = 15_000
export const ALIVE_COUNT_MAX = 3

/** `user@host:port`, with brackets round an IPv6 address. */
export function addressOf(settings: Pick<HostSettings, 'user' | 'host' | 'port'>): string {
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host
  return `${settings.user}@${host}:${settings.port}`
}

const DIRECT: Route = { kind: 'tcp', family: 0, localAddress: null }

/** Nothing of the person's config, no keys, no questions: for hosts that the app knows by itself. */
const BARE: Omit<HostSettings, 'host' | 'port' | 'user' | 'keyName' | 'keyPort'> = {
  alias: null,
  route: DIRECT,
  vouched: false,
  userKnownHosts: [],
  globalKnownHosts: [],
  revokedHostKeys: null,
  hashKnownHosts: false,
  hostKeyPolicy: 'yes',
  identityFiles: [],
  certificateFiles: [],
  identitiesOnly: true,
  agentSocket: null,
  publicKey: false,
  keyboardInteractive: false,
  password: false,
  passwordPrompts: 0,
  batchMode: true,
  connectTimeoutMs: CONNECT_TIMEOUT_MS,
  aliveIntervalMs: ALIVE_INTERVAL_MS,
  aliveCountMax: ALIVE_COUNT_MAX,
  pinnedKey: null,
}

/** Settings of the embedded workspace: it is known by its key. */
export function embeddedSettings(target: { host: string; port: number; user: string; hostKeySha256: string }): HostSettings {
  return { ...BARE, host: target.host, port: target.port, user: target.user, keyName: target.host, keyPort: target.port, pinnedKey: target.hostKeySha256 }
}

/** Settings of a Coder agent behind `coder … ssh --stdio`: it takes any user without a key, and the tunnel proves who it is. */
export function coderSettings(target: { argv: readonly string[]; env: Record<string, string>; name: string }, env: NodeJS.ProcessEnv): HostSettings {
  return {
    ...BARE,
    host: target.name,
    port: 22,
    user: 'coder',
    keyName: target.name,
    keyPort: 22,
    route: { kind: 'program', argv: target.argv, env: { ...env, ...target.env }, verbatim: false, coder: true, called: 'coder' },
    vouched: true,
    hostKeyPolicy: 'no',
    connectTimeoutMs: PROGRAM_TIMEOUT_MS,
  }
}
