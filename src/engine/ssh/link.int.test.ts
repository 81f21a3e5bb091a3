import { randomBytes } from 'node:crypto'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startCoderLike } from '../../../e2e/peers/coder-like'
import { freePort, makeHome, startSshd, type Sshd } from '../../../e2e/peers/openssh'
import { closeLinks, filesOf, openLink, reach } from './open-link.test-kit'
import { SftpError } from './types'

let sshd: Sshd
const bytes = randomBytes(5 * 1024 * 1024)
let file = ''
beforeAll(async () => {
  sshd = await startSshd()
  file = join(sshd.dir, 'random.bin')
  writeFileSync(file, bytes)
})
afterAll(() => sshd.stop())
afterEach(closeLinks)

describe('a link to a real sshd', () => {
  it('connects with a key file to a known host without a question', async () => {
    const { link, questions } = openLink(makeHome(sshd))
    const state = await reach(link, 'connected', 'failed', 'offline')
    expect(state).toMatchObject({ phase: 'connected', failure: null, identity: { kind: 'known-host', keyType: 'ED25519', fingerprint: sshd.hostFingerprint } })
    expect(link.address).toBe(`${sshd.user}@127.0.0.1:${sshd.port}`)
    expect(questions).toEqual([])
  })

  it('reads 5 MiB byte for byte, at any offset, and stops at the end', async () => {
    const { link } = openLink(makeHome(sshd))
    await reach(link, 'connected')
    const files = filesOf(link)
    expect(files.maxReadBytes).toBe(261_120)
    const handle = await files.open(file)
    expect(await files.fstat(handle)).toMatchObject({ sizeBytes: bytes.length, kind: 'file' })
    expect((await files.read(handle, 0, bytes.length, 'view')).equals(bytes)).toBe(true)
    expect((await files.read(handle, 1_234_567, 700_001, 'bulk')).equals(bytes.subarray(1_234_567, 1_934_568))).toBe(true)
    const past = await files.read(handle, bytes.length - 10, 1_000_000, 'bulk')
    expect(past.equals(bytes.subarray(bytes.length - 10))).toBe(true)
    expect(await files.read(handle, bytes.length + 5, 100, 'view')).toHaveLength(0)
    expect(await files.read(handle, 0, 0, 'view')).toHaveLength(0)
    files.close(handle)
  })

  it('tells what stands in the way of a file', async () => {
    const { link } = openLink(makeHome(sshd))
    await reach(link, 'connected')
    const files = filesOf(link)
    const folder = join(sshd.dir, 'folder')
    mkdirSync(folder)
    symlinkSync(file, join(folder, 'link'))
    symlinkSync('nowhere', join(folder, 'dangling'))
    await expect(files.open(join(sshd.dir, 'nothing'))).rejects.toMatchObject({ name: 'SftpError', kind: 'missing' })
    await expect(files.stat(join(folder, 'dangling'))).rejects.toMatchObject({ kind: 'missing' })
    expect((await files.stat(folder)).kind).toBe('directory')
    expect((await files.stat('/dev/null')).kind).toBe('other')
    expect(await files.stat(join(folder, 'link'))).toMatchObject({ kind: 'file', sizeBytes: bytes.length })
    const handle = await files.open(folder)
    await expect(files.read(handle, 0, 10, 'view')).rejects.toMatchObject({ kind: 'failed' })
    expect((await files.list(folder)).map(({ name }) => name).sort()).toEqual(['dangling', 'link'])
    await expect(files.list(file)).rejects.toBeInstanceOf(SftpError)
    expect(await files.realpath(join(folder, '..', 'folder'))).toBe(folder)
  })

  // OpenSSH's SFTP server is not dumpable, so its own environ is closed to an ordinary user.
  it('reads a file without a size from its head', async () => {
    const { link } = openLink(makeHome(sshd))
    await reach(link, 'connected')
    const files = filesOf(link)
    expect((await files.stat('/proc/version')).sizeBytes).toBe(0)
    expect((await files.readHead('/proc/version', 65_536)).length).toBeGreaterThan(0)
    expect(await files.readHead(file, 100)).toEqual(bytes.subarray(0, 100))
  })

  it('gives up a read when its signal says so, and goes on with the next', async () => {
    const { link } = openLink(makeHome(sshd))
    await reach(link, 'connected')
    const files = filesOf(link)
    const handle = await files.open(file)
    const stop = new AbortController()
    const given = files.read(handle, 0, bytes.length, 'bulk', stop.signal)
    const kept = files.read(handle, 77, 1_000_000, 'bulk')
    stop.abort()
    await expect(given).rejects.toBeInstanceOf(SftpError)
    expect((await kept).equals(bytes.subarray(77, 1_000_077))).toBe(true)
    await expect(files.read(handle, 0, 10, 'view', stop.signal)).rejects.toBeInstanceOf(SftpError)
  })

  it('notices a drop, fails what was pending as lost, and connects again', async () => {
    const { link } = openLink(makeHome(sshd))
    await reach(link, 'connected')
    const files = filesOf(link)
    const handle = await files.open(file)
    const reads = Promise.allSettled(Array.from({ length: 20 }, () => files.read(handle, 0, bytes.length, 'bulk')))
    const offline = reach(link, 'offline')
    expect(sshd.dropConnections()).toBeGreaterThan(0)
    expect((await offline).failure?.code).toBe('CONNECTION_LOST')
    const lost = (await reads).flatMap((read) => (read.status === 'rejected' ? [read.reason as SftpError] : []))
    expect(lost.length).toBeGreaterThan(0)
    expect(new Set(lost.map(({ kind }) => kind))).toEqual(new Set(['lost']))
    const state = await reach(link, 'connected')
    expect(state).toMatchObject({ failure: null, retryAtMs: null })
    expect(filesOf(link)).not.toBe(files)
    await expect(files.stat(file)).rejects.toMatchObject({ kind: 'lost' })
    expect((await filesOf(link).stat(file)).sizeBytes).toBe(bytes.length)
  })

  it('waits for a server that is away and comes back', async () => {
    const away = await startSshd()
    try {
      const { link } = openLink(makeHome(away))
      await reach(link, 'connected')
      const offline = reach(link, 'offline')
      const back = away.restart()
      await offline
      await back
      expect((await reach(link, 'connected')).failure).toBeNull()
      link.close()
    } finally {
      await away.stop()
    }
  })

  it('is closed for good, and says nothing after that', async () => {
    const { link } = openLink(makeHome(sshd))
    await reach(link, 'connected')
    const files = filesOf(link)
    link.close()
    link.reconnectNow()
    expect(link.state().phase).toBe('closed')
    expect(link.files()).toBeNull()
    await expect(files.stat(file)).rejects.toMatchObject({ kind: 'lost' })
  })
})

describe('a link to a server like the one of a Coder agent', () => {
  it('logs in without a key, and reads in small requests what takes many answers', async () => {
    const peer = await startCoderLike({ home: sshd.dir, maxReadBytes: 10_000 })
    const { link } = openLink(makeHome(sshd, { config: '', known: false }), `kim@127.0.0.1:${peer.port}`, () => ({ kind: 'accept' }))
    await reach(link, 'connected', 'failed')
    const files = filesOf(link)
    expect(files.maxReadBytes).toBe(31_952)
    const handle = await files.open(file)
    expect((await files.read(handle, 0, bytes.length, 'view')).equals(bytes)).toBe(true)
    expect((await files.read(handle, bytes.length - 45_001, 100_000, 'bulk')).equals(bytes.subarray(bytes.length - 45_001))).toBe(true)
    link.close()
    await peer.stop()
  })
})

describe('a link that does not come up', () => {
  const nobody = (): ReturnType<typeof makeHome> => makeHome(sshd, { config: '', known: false })

  it.each([
    ['a target with a character of the shell', 'box;id', 'failed', 'TARGET_INVALID'],
    ['a name that does not exist', 'no-such-host.invalid', 'offline', 'HOST_NOT_FOUND'],
  ] as const)('%s', async (_what, target, phase, code) => {
    const state = await reach(openLink(nobody(), target).link, 'failed', 'offline', 'connected')
    expect(state).toMatchObject({ phase, failure: { code } })
  })

  it('a port where nobody listens', async () => {
    const { link } = openLink(nobody(), `127.0.0.1:${await freePort()}`)
    expect(await reach(link, 'failed', 'offline', 'connected')).toMatchObject({ phase: 'offline', failure: { code: 'HOST_UNREACHABLE' } })
  })

  it('a server that never answers', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as { port: number }
    const { link } = openLink(makeHome(sshd, { config: 'Host *\n  ConnectTimeout 1\n' }), `127.0.0.1:${port}`)
    expect((await reach(link, 'offline', 'failed')).failure?.code).toBe('CONNECT_TIMEOUT')
    link.close()
    silent.close()
  })

  it('a server of another kind', async () => {
    const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
    const { port } = web.address() as { port: number }
    const { link } = openLink(nobody(), `127.0.0.1:${port}`)
    const { failure } = await reach(link, 'offline', 'failed')
    expect(failure).toMatchObject({ code: 'HOST_UNREACHABLE', sentence: expect.stringContaining('does not answer like an SSH server') as string })
    link.close()
    web.close()
  })

  it('a server that shares no algorithm', async () => {
    const odd = await startSshd({ extraConfig: 'KexAlgorithms sntrup761x25519-sha512@openssh.com' })
    const { link } = openLink(makeHome(odd))
    expect((await reach(link, 'failed', 'offline', 'connected')).failure?.code).toBe('ALGORITHMS_MISMATCH')
    await odd.stop()
  })

  it('a config that cannot be read', async () => {
    const broken = makeHome(sshd, { config: 'Host box\n  NoSuchKeyword yes\n' })
    const state = await reach(openLink(broken).link, 'failed', 'offline')
    expect(state.failure).toMatchObject({ code: 'CONFIG_UNREADABLE', sentence: expect.stringContaining('nosuchkeyword') as string })
  })
})
