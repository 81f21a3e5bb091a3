import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, type FileEntryWithStats, type SFTPWrapper, type Stats } from 'ssh2'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startCoderLike, type CoderLike, type CoderLikeOptions } from './coder-like'

let folder: string
const peers: CoderLike[] = []
const clients: Client[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailpane-coder-like-'))
})

afterEach(async () => {
  for (const client of clients.splice(0)) client.end()
  for (const peer of peers.splice(0)) await peer.stop()
  await rm(folder, { recursive: true, force: true })
})

async function start(options: CoderLikeOptions = {}): Promise<CoderLike> {
  const peer = await startCoderLike({ home: folder, ...options })
  peers.push(peer)
  return peer
}

function connect(peer: CoderLike): Promise<{ client: Client; key: string; ident: string }> {
  const client = new Client()
  clients.push(client)
  let key = ''
  let ident = ''
  return new Promise((resolve, reject) => {
    client.once('ready', () => resolve({ client, key, ident }))
    client.on('error', reject)
    client.connect({
      host: peer.host,
      port: peer.port,
      username: 'anyone',
      hostHash: 'sha256',
      hostVerifier: (digest: string) => {
        key = `SHA256:${Buffer.from(digest, 'hex').toString('base64').replace(/=+$/, '')}`
        return true
      },
      debug: (line) => {
        const remote = /Remote ident: '(.*)'/.exec(line)
        if (remote) ident = remote[1] ?? ''
      },
    })
  })
}

function sftpOf(client: Client): Promise<SFTPWrapper> {
  return new Promise((resolve, reject) => client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp))))
}

function exec(client: Client, command: string): Promise<{ out: string; err: string; code: number | null }> {
  return new Promise((resolve, reject) =>
    client.exec(command, (error, channel) => {
      if (error) return reject(error)
      let out = ''
      let err = ''
      channel.on('data', (data: Buffer) => (out += data.toString()))
      channel.stderr.on('data', (data: Buffer) => (err += data.toString()))
      channel.on('close', (code: number | null) => resolve({ out, err, code }))
    }),
  )
}

test('it calls itself Go, lets anyone in and shows the key that it names', async () => {
  const peer = await start()
  const { key, ident } = await connect(peer)
  expect(ident).toBe('SSH-2.0-Go')
  expect(key).toBe(peer.hostFingerprint)
})

test('a read is answered with at most 32 KiB, and the next one goes on there', async () => {
  const path = join(folder, 'big.log')
  const content = Buffer.alloc(100_000, 'abcdefghij')
  await writeFile(path, content)
  const peer = await start({ maxReadBytes: 10_000 })
  const sftp = await sftpOf((await connect(peer)).client)
  const handle = await new Promise<Buffer>((resolve, reject) =>
    sftp.open(path, 'r', (error, opened) => (error ? reject(error) : resolve(opened))),
  )
  const read = (position: number): Promise<Buffer> =>
    new Promise((resolve, reject) =>
      sftp.read(handle, Buffer.alloc(30_000), 0, 30_000, position, (error, length, bytes) =>
        error ? reject(error) : resolve(bytes.subarray(0, length)),
      ),
    )
  // ssh2 asks for at most 31,952 bytes, so only a lower cap shows here.
  expect((await read(0)).length).toBe(10_000)
  expect((await read(95_000)).equals(content.subarray(95_000))).toBe(true)
  expect((await read(100_000)).length).toBe(0)
})

test('files are the real ones, at their absolute paths', async () => {
  await mkdir(join(folder, 'sub'))
  await writeFile(join(folder, 'a.log'), 'hello')
  await symlink('a.log', join(folder, 'link'))
  const peer = await start()
  const sftp = await sftpOf((await connect(peer)).client)
  const entries = await new Promise<FileEntryWithStats[]>((resolve, reject) =>
    sftp.readdir(folder, (error, list) => (error ? reject(error) : resolve(list))),
  )
  expect(entries.map((entry) => entry.filename).sort()).toEqual(['a.log', 'link', 'sub'])
  expect(entries.find((entry) => entry.filename === 'link')?.attrs.isSymbolicLink()).toBe(true)
  const stats = await new Promise<Stats>((resolve, reject) =>
    sftp.stat(join(folder, 'link'), (error, found) => (error ? reject(error) : resolve(found))),
  )
  expect(stats).toMatchObject({ size: 5 })
  const home = await new Promise<string>((resolve, reject) =>
    sftp.realpath('.', (error, path) => (error ? reject(error) : resolve(path))),
  )
  expect(home).toBe(folder)
  const missing = new Promise<unknown>((resolve) =>
    sftp.stat(join(folder, 'none'), (error) => resolve(error && 'code' in error ? error.code : error)),
  )
  expect(await missing).toBe(2)
})

test('commands run in a shell in the home folder and give their exit code', async () => {
  const peer = await start()
  const { client } = await connect(peer)
  expect(await exec(client, 'pwd; echo oops >&2; exit 7')).toEqual({ out: `${folder}\n`, err: 'oops\n', code: 7 })
  expect(peer.sessions()).toEqual({ sftp: 0, exec: 1 })
})

test('blocked SFTP ends with a sentence, and commands still work', async () => {
  const peer = await start({ blockSftp: true })
  const { client } = await connect(peer)
  await expect(sftpOf(client)).rejects.toThrow()
  expect((await exec(client, 'echo works')).out).toBe('works\n')
})

test('dropped connections close; the same host comes back at the same port', async () => {
  const peer = await start()
  const { client } = await connect(peer)
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
  peer.dropConnections()
  await closed
  await connect(peer)
  await peer.stop()
  const again = await start({ port: peer.port, hostKey: peer.hostKey })
  expect((await connect(again)).key).toBe(peer.hostFingerprint)
})
