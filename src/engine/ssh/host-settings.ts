/** How an unknown host key is met, as in ssh_config(5) StrictHostKeyChecking. */
export type HostKeyPolicy = 'ask' | 'yes' | 'no' | 'accept-new'

/** Everything that a connection needs to know, after the user's own ssh config. Paths are absolute. */
export interface HostSettings {
  /** Name or address that is connected to. */
  host: string
  port: number
  user: string
  /** The name that the host key is filed under in known_hosts, with no port. */
  keyName: string
  /** The port is part of that name (`[name]:port`); HostKeyAlias leaves it out, as ssh does. */
  keyPort: number
  userKnownHosts: string[]
  globalKnownHosts: string[]
  hashKnownHosts: boolean
  hostKeyPolicy: HostKeyPolicy
  identityFiles: string[]
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
export const ALIVE_INTERVAL_MS = 15_000
export const ALIVE_COUNT_MAX = 3

/** `user@host:port`, with brackets round an IPv6 address. */
export function addressOf(settings: Pick<HostSettings, 'user' | 'host' | 'port'>): string {
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host
  return `${settings.user}@${host}:${settings.port}`
}

/** Settings of the embedded workspace: nothing of the user's config applies to it. */
export function embeddedSettings(target: { host: string; port: number; user: string; hostKeySha256: string }): HostSettings {
  return {
    host: target.host,
    port: target.port,
    user: target.user,
    keyName: target.host,
    keyPort: target.port,
    userKnownHosts: [],
    globalKnownHosts: [],
    hashKnownHosts: false,
    hostKeyPolicy: 'yes',
    identityFiles: [],
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
    pinnedKey: target.hostKeySha256,
  }
}
