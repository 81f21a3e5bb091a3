import { randomBytes } from 'node:crypto'
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startCoderLike } from '../../../e2e/peers/coder-like'
import { makeHome, startSshd, type Sshd } from '../../../e2e/peers/openssh'
import { execCommand, EXEC_SCRIPT } from './exec-script'
import { closeLinks, filesOf, openLink, reach } from './open-link.test-kit'
import type { RemoteFiles } from './types'

let sshd: Sshd
let dir = ''
beforeAll(async () => {
  sshd = await startSshd({ extraConfig: 'Subsystem sftp /bin/false' })
  dir = mkdtempSync(join(tmpdir(), 'tailpane-exec-'))
})
afterAll(async () => {
  await sshd.stop()
  rmSync(dir, { recursive: true, force: true })
})
afterEach(closeLinks)

async function shellFiles(): Promise<RemoteFiles> {
  const { link } = openLink(makeHome(sshd))
  const state = await reach(link, 'connected', 'failed', 'offline')
  expect(state.failure).toBeNull()
  return filesOf(link)
}

describe('the script', () => {
  it('is one word in single quotes to every shell that may stand before sh', () => {
    expect(EXEC_SCRIPT).not.toMatch(/['!\n\r]|\\\\/)
    expect(execCommand('n')).toMatch(/^sh -c '[^']*' tailpane n$/)
  })
})

describe('files through a shell, where a real sshd refuses SFTP', () => {
  it('reads any range byte for byte', async () => {
    const files = await shellFiles()
    const bytes = randomBytes(1_500_000)
    const path = join(dir, 'random.bin')
    writeFileSync(path, bytes)
    const handle = await files.open(path)
    expect(await files.fstat(handle)).toMatchObject({ sizeBytes: bytes.length, kind: 'file' })
    for (const [offset, length] of [[0, bytes.length], [0, 1], [4095, 2], [4096, 4096], [700_001, 600_000], [bytes.length - 10, 1_000_000]] as const) {
      expect((await files.read(handle, offset, length, 'view')).equals(bytes.subarray(offset, offset + length))).toBe(true)
    }
    expect(await files.read(handle, bytes.length + 10_000, 100, 'bulk')).toHaveLength(0)
    files.close(handle)
  })

  it('tells what stands in the way, with names that mean something to a shell', async () => {
    const files = await shellFiles()
    const odd = join(dir, 'a b\'c"$(id)`id`;*?[x]\\n\n#é')
    writeFileSync(odd, 'odd')
    utimesSync(odd, 1_600_000_000, 1_600_000_000)
    expect(await files.stat(odd)).toEqual({ sizeBytes: 3, modifiedMs: 1_600_000_000_000, kind: 'file' })
    expect((await files.read(await files.open(odd), 0, 10, 'view')).toString()).toBe('odd')
    expect((await files.stat(dir)).kind).toBe('directory')
    expect((await files.stat('/dev/null')).kind).toBe('other')
    await expect(files.stat(join(dir, 'nothing'))).rejects.toMatchObject({ name: 'SftpError', kind: 'missing' })
    await expect(files.open(join(dir, 'nothing'))).rejects.toMatchObject({ kind: 'missing' })
    await expect(files.open(join(odd, 'below'))).rejects.toMatchObject({ kind: 'missing' })
    await expect(files.open(dir)).rejects.toMatchObject({ kind: 'failed' })
    await expect(files.list(join(dir, 'nothing'))).rejects.toMatchObject({ kind: 'missing' })
  })

  it('keeps a file that was renamed, as a handle does, and sees the new one by its path', async () => {
    const files = await shellFiles()
    const path = join(dir, 'rotate.log')
    writeFileSync(path, 'old')
    const handle = await files.open(path)
    renameSync(path, `${path}.1`)
    appendFileSync(`${path}.1`, ' and more')
    writeFileSync(path, 'new one')
    const [byHandle, byPath] = await Promise.all([files.fstat(handle), files.stat(path)])
    expect([byHandle.sizeBytes, byPath.sizeBytes]).toEqual([12, 7])
    rmSync(`${path}.1`)
    expect((await files.read(handle, 0, 100, 'view')).toString()).toBe('old and more')
  })

  it('opens more files than a shell has descriptors', async () => {
    const files = await shellFiles()
    const handles = await Promise.all(Array.from({ length: 12 }, async (_, i) => {
      writeFileSync(join(dir, `many-${i}`), `content ${i}`)
      return files.open(join(dir, `many-${i}`))
    }))
    const texts = await Promise.all(handles.map(async (handle) => (await files.read(handle, 8, 10, 'bulk')).toString()))
    expect(texts).toEqual(handles.map((_, i) => String(i)))
    for (const handle of handles) files.close(handle)
    expect((await files.fstat(await files.open(join(dir, 'many-3')))).sizeBytes).toBe(9)
  })

  it('looks at many files at once, some of which are missing', async () => {
    const files = await shellFiles()
    writeFileSync(join(dir, 'there'), 'x')
    const looks = (): Promise<unknown[]> => Promise.all(['there', 'not', 'there', 'neither'].map((name) =>
      files.stat(join(dir, name)).then(({ sizeBytes }) => sizeBytes, (error: unknown) => (error as { kind: string }).kind)))
    expect(await looks()).toEqual([1, 'missing', 1, 'missing'])
    writeFileSync(join(dir, 'not'), 'now')
    expect(await looks()).toEqual([1, 3, 1, 'missing'])
    expect(await looks()).toEqual([1, 3, 1, 'missing'])
  })

  it('lists a folder, hidden and odd names too', async () => {
    const files = await shellFiles()
    const folder = join(dir, 'folder')
    mkdirSync(join(folder, 'sub'), { recursive: true })
    writeFileSync(join(folder, 'a b'), '12')
    writeFileSync(join(folder, '-n'), '1')
    writeFileSync(join(folder, '.hidden'), '')
    symlinkSync('nowhere', join(folder, 'dangling'))
    const names = (await files.list(folder)).map(({ name, stat }) => `${name}:${stat.kind}:${stat.kind === 'file' ? stat.sizeBytes : ''}`)
    expect(names.sort()).toEqual(['-n:file:1', '.hidden:file:0', 'a b:file:2', 'sub:directory:'])
    mkdirSync(join(dir, 'empty'))
    expect(await files.list(join(dir, 'empty'))).toEqual([])
    expect(await files.realpath(`${folder}/sub/..`)).toBe(folder)
  })

  it('reads the head of a file without a size', async () => {
    const files = await shellFiles()
    expect((await files.readHead('/proc/self/environ', 65_536)).toString()).toContain('PATH=')
    expect(await files.readHead('/proc/cpuinfo', 10)).toHaveLength(10)
  })

  it('ends its shell with the connection', async () => {
    const { link } = openLink(makeHome(sshd))
    await reach(link, 'connected')
    const files = filesOf(link)
    const offline = reach(link, 'offline')
    sshd.dropConnections()
    await offline
    await expect(files.stat(dir)).rejects.toMatchObject({ kind: 'lost' })
    await reach(link, 'connected')
    expect((await filesOf(link).stat(dir)).kind).toBe('directory')
  })

  it('needs no more than one session at a time', async () => {
    for (const subsystem of ['Subsystem sftp /bin/false', 'Subsystem other /bin/false', 'Subsystem sftp internal-sftp']) {
      const single = await startSshd({ extraConfig: `MaxSessions 1\n${subsystem}` })
      try {
        const { link } = openLink(makeHome(single))
        expect((await reach(link, 'connected', 'failed', 'offline')).failure).toBeNull()
        expect((await filesOf(link).stat(dir)).kind).toBe('directory')
        link.close()
      } finally {
        await single.stop()
      }
    }
  })
})

describe('where neither is to be had', () => {
  it.each([
    ['a command that says nothing', '/bin/false', 'EXEC_BLOCKED'],
    ['a command that talks', 'echo "This account is not available."', 'EXEC_BLOCKED'],
    ['PowerShell', 'echo "sh : The term \'sh\' is not recognized as the name of a cmdlet" >&2; exit 1', 'PLATFORM_UNSUPPORTED'],
  ])('%s', async (_name, command, code) => {
    const forced = join(dir, 'forced')
    writeFileSync(forced, `#!/bin/sh\n${command}\n`)
    chmodSync(forced, 0o755)
    const blocked = await startSshd({ extraConfig: `ForceCommand ${forced}\nSubsystem sftp /bin/false` })
    const { link } = openLink(makeHome(blocked))
    const { failure } = await reach(link, 'failed', 'connected', 'offline')
    expect(failure?.code).toBe(code)
    if (command.startsWith('echo "This')) expect(failure?.sentence).toContain('This account is not available.')
    link.close()
    await blocked.stop()
  })
})

describe('a server like the one of a Coder agent that blocks file transfer', () => {
  it('is read through its shell, and asked for SFTP once only', async () => {
    const peer = await startCoderLike({ blockSftp: true })
    const { link } = openLink(makeHome(sshd, { config: '', known: false }), `kim@127.0.0.1:${peer.port}`, () => ({ kind: 'accept' }))
    expect((await reach(link, 'connected', 'failed', 'offline')).failure).toBeNull()
    expect((await filesOf(link).stat(dir)).kind).toBe('directory')
    const offline = reach(link, 'offline')
    peer.dropConnections()
    await offline
    await reach(link, 'connected')
    expect(peer.sessions().exec).toBe(2)
    link.close()
    await peer.stop()
  })
})
