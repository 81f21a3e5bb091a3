import type { AgentLogEntry } from './agent-log'
import type { Random } from './random'

/** An entry whose time is set when it is written. */
export type Utterance = Omit<AgentLogEntry, 'atMs'>

export interface Spoken {
  afterMs: number
  entry: Utterance
}

/** What an agent logs between the events that matter, one entry every 1 to 4 s, without end. */
export function* chatter(random: Random): Generator<Spoken, never> {
  const surroundings: Surroundings = {
    peers: Array.from({ length: 3 }, () => `[${random.hex(5)}]`),
    natAddress: `192.0.2.${random.between(2, 250)}:${random.between(32_768, 60_999)}`,
  }
  let turn = 0
  for (;;) {
    turn += 1
    const topic = turn % 9 === 0 ? statsReport : random.pick([metadata, metadata, keepalive, handshake, netcheck, peerPath])
    const [first, ...rest] = topic(random, surroundings)
    yield { afterMs: random.between(1000, 4000), entry: first }
    for (const entry of rest) yield { afterMs: random.between(2, 90), entry }
    if (turn % 61 === 0) yield* reconnect(random)
  }
}

interface Surroundings {
  /** WireGuard peers, as its log abbreviates their keys. */
  peers: string[]
  /** The address that the workspace has outside. */
  natAddress: string
}

type Exchange = [first: Utterance, ...rest: Utterance[]]

const ENGINE = 'net.tailnet.net.wgengine'

function debug(message: string): Utterance {
  return { level: 'debug', message }
}

function engine(message: string): Utterance {
  return { level: 'debug', logger: ENGINE, message }
}

function metadata(): Exchange {
  return [debug('batch updating metadata'), debug('batch update metadata complete')]
}

function statsReport(): Exchange {
  return [
    debug('computing stats report'),
    debug('starting peer latency measurement for stats'),
    debug('collecting agent metrics for stats'),
  ]
}

function keepalive(random: Random, { peers }: Surroundings): Exchange {
  return [engine(`wg: [v2] ${peerOf(random, peers)} - ${random.pick(['Sending', 'Receiving'])} keepalive packet`)]
}

function handshake(random: Random, { peers }: Surroundings): Exchange {
  const peer = peerOf(random, peers)
  return [engine(`wg: [v2] ${peer} - Received handshake initiation`), engine(`wg: [v2] ${peer} - Sending handshake response`)]
}

function netcheck(random: Random, { natAddress }: Surroundings): Exchange {
  const took = `${random.between(2, 48)}.${random.between(0, 9)}ms`
  const facts = `udp=true v6=false mapvarydest=false hair= portmap= v4a=${natAddress} derp=999 derpdist=999v4:${took}`
  return [engine(`[v1] netcheck: report: ${facts}`)]
}

function peerPath(random: Random, { peers }: Surroundings): Exchange {
  const path = `172.18.0.${random.between(2, 9)}:${random.between(32_768, 60_999)}`
  return [
    engine(`magicsock: disco: node ${peerOf(random, peers)} d:${random.hex(16)} now using ${path} mtu=1360 tx=${random.hex(12)}`),
  ]
}

function peerOf(random: Random, peers: string[]): string {
  return peers[random.between(0, peers.length - 1)] ?? ''
}

/** coderd is restarted now and then; the agent connects again, which is not a new start. */
function* reconnect(random: Random): Generator<Spoken> {
  const lost: AgentLogEntry['fields'] = [
    ['connect_type', 'server_to_agent'],
    ['disconnect_reason', 'network_error'],
    ['disconnect_expected', 'false'],
    ['disconnect_initiator', 'network'],
  ]
  yield { afterMs: random.between(400, 2000), entry: { level: 'info', message: 'disconnected from coderd', fields: lost } }
  yield { afterMs: random.between(90, 200), entry: { level: 'info', message: 'connecting to coderd' } }
  yield { afterMs: random.between(60, 300), entry: { level: 'info', message: 'fetched manifest' } }
  yield { afterMs: random.between(10, 40), entry: { level: 'info', message: 'connected to coordination RPC' } }
}
