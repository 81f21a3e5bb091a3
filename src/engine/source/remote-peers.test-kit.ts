import { startCoderLike } from '../../../e2e/peers/coder-like'
import { makeHome, startSshd } from '../../../e2e/peers/openssh'
import type { LinkPorts, SshTarget } from '../ssh'
import type { ByteSource } from './byte-source'

/** A server that tests read files from, over loopback. */
export interface Peer {
  target: SshTarget
  ports: Omit<LinkPorts, 'ask' | 'note'>
  drop(): void
  stop(): Promise<void>
}

async function openssh(): Promise<Peer> {
  const sshd = await startSshd()
  const home = makeHome(sshd)
  return {
    target: { kind: 'typed', text: 'box' },
    ports: { knownHostsFile: home.knownHostsFile, env: home.env },
    drop: () => void sshd.dropConnections(),
    stop: () => sshd.stop(),
  }
}

async function coderLike(): Promise<Peer> {
  const peer = await startCoderLike()
  return {
    target: { kind: 'embedded', host: peer.host, port: peer.port, user: 'coder', hostKeySha256: peer.hostFingerprint },
    ports: { knownHostsFile: '/nonexistent/known_hosts', env: process.env },
    drop: () => peer.dropConnections(),
    stop: () => peer.stop(),
  }
}

/** Every test of a source runs against both. */
export const peers: [string, () => Promise<Peer>][] = [
  ['OpenSSH', openssh],
  ['a Coder-like server', coderLike],
]

/** What a source holds from `from` on, with `<gone N>` where N bytes are. */
export async function textOf(source: ByteSource, from = source.firstOffset(), to = source.size()): Promise<string> {
  let out = ''
  for (let at = from; at < to; ) {
    const result = await source.read(at, to - at, 'view')
    if (result.kind === 'gone') {
      out += `<gone ${result.to - at}>`
      at = result.to
    } else {
      out += result.bytes.toString('latin1')
      at += result.bytes.length
    }
  }
  return out
}
