import type { Spoken, Utterance } from './chatter'

const LOG_LISTEN = ':1'

/** What the agent logs between its first entry and its first attempt to reach coderd. */
export const BEFORE_CONNECTING: Spoken[] = [
  {
    afterMs: 1,
    entry: {
      level: 'info',
      message: 'http server listening',
      fields: [
        ['addr', '127.0.0.1:6060'],
        ['name', 'pprof'],
      ],
    },
  },
  {
    afterMs: 2,
    entry: {
      level: 'info',
      message: 'http server listening',
      fields: [
        ['addr', '127.0.0.1:2113'],
        ['name', 'debug'],
      ],
    },
  },
]

/** The routines that share one connection to coderd, started before the manifest is there. */
export const ROUTINES: Spoken[] = [
  ...[
    'init notification banners',
    'send logs',
    'report lifecycle',
    'report metadata',
    'resources monitor',
    'report connections',
    'handle manifest',
    'app health reporter',
    'create or update network',
  ].map((name): Spoken => ({ afterMs: 0, entry: debug('starting agent routine', name) })),
  ...['coordination', 'derp map subscriber'].map((name): Spoken => ({
    afterMs: 0,
    entry: debug('starting tailnet routine', name),
  })),
  ...['fetch service banner loop', 'stats report loop'].map((name): Spoken => ({
    afterMs: 0,
    entry: debug('starting agent routine', name),
  })),
]

/** The network comes up beside the start script. */
export const NETWORK: Spoken[] = [
  engine(10, 'wg: [v2] UDP bind has been updated'),
  engine(0, 'wg: [v2] Interface state was Down, requested Up, now Up'),
  engine(1, 'wg: [v2] Routine: receive incoming mkReceiveFunc - started'),
  engine(0, 'wg: [v2] Routine: receive incoming receiveDERP - started'),
  engine(0, '[v1] warning: fakeRouter.Set: not implemented.'),
  engine(1, 'Starting network monitor...'),
  engine(0, 'Engine created.'),
  {
    afterMs: 0,
    entry: {
      level: 'debug',
      logger: 'net.tailnet',
      message: 'magicsock debug logging disabled, use CODER_MAGICSOCK_DEBUG_LOGGING=true to enable',
    },
  },
  engine(0, 'magicsock: SetPrivateKey called (init)'),
  {
    afterMs: 2,
    entry: {
      level: 'debug',
      message: 'routine exited',
      fields: [
        ['name', 'create or update network'],
        ['error', null],
      ],
    },
  },
  {
    afterMs: 0,
    entry: { level: 'info', logger: 'ssh-server', message: 'started serving listener', fields: [['listen_addr', LOG_LISTEN]] },
  },
  { afterMs: 3, entry: { level: 'info', message: 'connected to derp map RPC' } },
  { afterMs: 1, entry: { level: 'info', message: 'connected to coordination RPC' } },
  engine(70, 'magicsock: home is now derp-999 (coder)'),
  engine(1, 'magicsock: adding connection to derp-999 for home-keep-alive'),
  engine(0, 'magicsock: 1 active derp conns: derp-999=cr0s,wr0s'),
  engine(22, 'derphttp.Client.Connect: connecting to derp-999 (coder)'),
]

/** The SSH server's entries about one connection. Addresses are those of the tailnet, not of the loopback. */
export function sshEntry(
  what: 'connected' | 'session' | 'session-end',
  addresses: { remote: string; local: string },
  sessionId: string,
): Utterance {
  const fields: [string, string][] = [
    ['remote_addr', addresses.remote],
    ['local_addr', addresses.local],
  ]
  if (what === 'connected') {
    return {
      level: 'info',
      logger: 'ssh-server',
      message: 'started serving ssh connection',
      fields: [...fields, ['listen_addr', LOG_LISTEN]],
    }
  }
  const message = what === 'session' ? 'handling ssh session' : 'normal ssh session exit'
  return { level: 'info', logger: 'ssh-server', message, fields: [...fields, ['id', sessionId]] }
}

function debug(message: string, name: string): Utterance {
  return { level: 'debug', message, fields: [['name', name]] }
}

function engine(afterMs: number, message: string): Spoken {
  return { afterMs, entry: { level: 'debug', logger: 'net.tailnet.net.wgengine', message } }
}
