import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'
import type { Failure, Result } from '@shared/model'
import { BurstSocket } from './burst-socket'
import { BurstStream, endSoon, FLUSH_MS } from './burst-stream'
import { connectTimeout, jumpRefused } from './failures'
import { addressOf, type HostSettings, type Route } from './host-settings'
import { overProgram, type Transport } from './program-transport'

/** A connection to a jump host, as far as one to a host behind it is concerned. */
export interface Hop {
  client: Client
  fault(): Promise<Failure | null>
  /** The address of this machine that it comes from; null where that is not known. */
  localAddress(): string | null
  end(): void
}

export interface TransportPorts {
  /** A line that a program wrote on stderr. */
  progress(line: string): void
  /** Connects to a jump host. */
  reach(hop: HostSettings): Promise<Result<Hop>>
  signal: AbortSignal
}

export async function openTransport(settings: HostSettings, ports: TransportPorts): Promise<Result<Transport>> {
  switch (settings.route.kind) {
    case 'tcp':
      return { ok: true, value: overSocket(settings, settings.route) }
    case 'program':
      return { ok: true, value: overProgram(settings, settings.route, ports.progress) }
    case 'jump':
      return throughHop(settings, settings.route.hop, ports)
  }
}

/** Coder Connect gives agents addresses in this network (the first 48 bits); `coder connect exists` looks for the same. */
const CODER_CONNECT = 'fd60:627a:a42b:'

function overSocket(settings: HostSettings, route: Extract<Route, { kind: 'tcp' }>): Transport {
  const socket = new BurstSocket()
  socket.connect({ host: settings.host, port: settings.port, family: route.family, ...(route.localAddress !== null && { localAddress: route.localAddress }) })
  return {
    stream: socket,
    fault: () => Promise.resolve(null),
    tooLate: () => null,
    vouches: () => socket.remoteAddress?.toLowerCase().startsWith(CODER_CONNECT) === true,
    localAddress: () => socket.localAddress ?? null,
    processes: () => 0,
    end: () => {
      if (socket.connecting) socket.destroy()
      else endSoon(socket)
    },
  }
}

async function throughHop(settings: HostSettings, hopSettings: HostSettings, ports: TransportPorts): Promise<Result<Transport>> {
  const reached = await ports.reach(hopSettings)
  if (!reached.ok) return reached
  const hop = reached.value
  const result = await forward(hop.client, settings, addressOf(hopSettings), ports.signal)
  if (!result.ok) {
    hop.end()
    return result
  }
  const stream = new BurstStream(result.value, result.value)
  stream.once('close', () => hop.end())
  return {
    ok: true,
    value: {
      stream,
      fault: () => hop.fault(),
      tooLate: () => null,
      vouches: () => false,
      localAddress: () => hop.localAddress(),
      processes: () => 0,
      end: () => {
        endSoon(stream)
        setTimeout(() => stream.destroy(), FLUSH_MS).unref()
      },
    },
  }
}

/** Asks the hop for a connection (direct-tcpip, RFC 4254 §7.2) and waits for it within the host's own time limit. */
function forward(client: Client, settings: HostSettings, hopAddress: string, signal: AbortSignal): Promise<Result<Duplex>> {
  const address = addressOf(settings)
  return new Promise((resolve) => {
    const finish = (result: Result<Duplex>): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      resolve(result)
    }
    const refuse = (failure: Failure): void => finish({ ok: false, failure })
    const onAbort = (): void => refuse(connectTimeout(address))
    const timer = setTimeout(onAbort, settings.connectTimeoutMs)
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      client.forwardOut('127.0.0.1', 0, settings.host, settings.port, (error, channel) => {
        if (error) refuse(jumpRefused(address, hopAddress, error))
        else finish({ ok: true, value: channel })
      })
    } catch (error) {
      // ssh2 throws when the connection has gone meanwhile.
      refuse(jumpRefused(address, hopAddress, error))
    }
  })
}
