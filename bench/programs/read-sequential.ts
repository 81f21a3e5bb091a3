/*
 * Reads a remote file from its start to its end, once as a log's source does and once with ssh2 alone, in turn.
 * Arguments: port, user, key file, known_hosts file, HOME, path, runs. Prints `{ source: number[], bare: number[] }` in MB/s.
 */
import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { Client, type SFTPWrapper } from 'ssh2'
import { BlockCache, Poller, RemoteSource } from '../../src/engine/source'
import { createLink } from '../../src/engine/ssh'

const [port, user, keyFile, knownHostsFile, home, path, runs] = process.argv.slice(2) as [string, string, string, string, string, string, string]
const REQUEST_BYTES = 256 * 1024
const IN_FLIGHT = 8

async function main(): Promise<void> {
  const speeds: { source: number[]; bare: number[] } = { source: [], bare: [] }
  for (let run = 0; run < Number(runs); run++) {
    speeds.bare.push(await timed(bare))
    speeds.source.push(await timed(asSource))
  }
  console.log(JSON.stringify(speeds))
}

async function timed(read: () => Promise<{ bytes: number; ms: number }>): Promise<number> {
  const { bytes, ms } = await read()
  return bytes / ms / 1000
}

/** As a search or a "Save as" reads: the next piece is asked for while the last one is looked at. */
async function asSource(): Promise<{ bytes: number; ms: number }> {
  const link = createLink({ kind: 'typed', text: 'box1' }, { knownHostsFile, env: { ...process.env, HOME: home }, ask: () => Promise.resolve({ kind: 'refuse' }), note: () => undefined })
  const poller = new Poller()
  const source = new RemoteSource({ link, poller, cache: new BlockCache(8 << 20, 128 << 20), path, name: 'bench', appendOnly: true })
  source.want('visible')
  await new Promise<void>((resolve) => source.onChange(() => source.size() > 0 && resolve()))
  const size = source.size()
  const from = performance.now()
  let next = 0
  let read = 0
  const reader = async (): Promise<void> => {
    while (next < size) {
      const end = Math.min(next + REQUEST_BYTES, size)
      let at = next
      next = end
      while (at < end) {
        const result = await source.read(at, end - at, 'view')
        if (result.kind === 'gone' || result.bytes.length === 0) throw new Error(`nothing at ${at}`)
        at += result.bytes.length
        read += result.bytes.length
      }
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, reader))
  const ms = performance.now() - from
  source.dispose()
  poller.dispose()
  link.close()
  return { bytes: read, ms }
}

async function bare(): Promise<{ bytes: number; ms: number }> {
  const client = new Client()
  const socket: Socket = connect(Number(port), '127.0.0.1')
  socket.setNoDelay(true)
  await new Promise<void>((resolve, reject) => client.on('ready', resolve).on('error', reject).connect({ sock: socket, username: user, privateKey: readFileSync(keyFile), hostVerifier: () => true }))
  const sftp = await new Promise<SFTPWrapper>((resolve, reject) => client.sftp((error, channel) => (error ? reject(error) : resolve(channel))))
  const handle = await new Promise<Buffer>((resolve, reject) => sftp.open(path, 'r', (error, one) => (error ? reject(error) : resolve(one))))
  const size = await new Promise<number>((resolve, reject) => sftp.fstat(handle, (error, stat) => (error ? reject(error) : resolve(stat.size))))
  const from = performance.now()
  let next = 0
  let read = 0
  const piece = (at: number, length: number): Promise<number> => {
    const into = Buffer.allocUnsafe(length)
    return new Promise((resolve, reject) => sftp.read(handle, into, 0, length, at, (error, bytes) => (error ? reject(error) : resolve(bytes))))
  }
  const reader = async (): Promise<void> => {
    while (next < size) {
      const end = Math.min(next + REQUEST_BYTES, size)
      let at = next
      next = end
      while (at < end) {
        const bytes = await piece(at, end - at)
        at += bytes
        read += bytes
      }
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, reader))
  const ms = performance.now() - from
  client.end()
  return { bytes: read, ms }
}

void main().then(() => process.exit(0))
