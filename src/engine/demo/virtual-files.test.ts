import { expect, test } from 'vitest'
import { isDirectory } from './file-tree'
import { VirtualFiles } from './virtual-files'

function clockedFiles(): { files: VirtualFiles; tick: (ms: number) => void } {
  let nowMs = 1_000_000
  return { files: new VirtualFiles('/home/coder', () => nowMs), tick: (ms) => void (nowMs += ms) }
}

async function text(files: VirtualFiles, path: string): Promise<string> {
  const file = await files.open(path)
  return Buffer.from(await file.read(0, 1_000_000)).toString('utf8')
}

test('a file grows beyond its first room and is read at any offset', async () => {
  const { files, tick } = clockedFiles()
  files.create('/var/log/a.log')
  tick(5)
  const lines = Array.from({ length: 4000 }, (_, index) => `line ${index}\n`)
  for (const line of lines) files.append('/var/log/a.log', line)
  const whole = lines.join('')
  expect(await text(files, '/var/log/a.log')).toBe(whole)
  const file = await files.open('/var/log/a.log')
  expect(Buffer.from(await file.read(whole.length - 5, 100)).toString()).toBe(whole.slice(-5))
  expect((await file.read(whole.length, 100)).length).toBe(0)
  expect(await file.stat()).toMatchObject({ sizeBytes: whole.length, modifiedMs: 1_000_005, mode: 0o100600 })
})

test('an open file outlives its name', async () => {
  const { files } = clockedFiles()
  files.create('/var/log/a.log')
  files.append('/var/log/a.log', 'old')
  const open = await files.open('/var/log/a.log')
  files.rename('/var/log/a.log', '/var/log/a-1.log')
  files.create('/var/log/a.log')
  files.append('/var/log/a.log', 'new')
  expect(Buffer.from(await open.read(0, 10)).toString()).toBe('old')
  expect(await text(files, '/var/log/a-1.log')).toBe('old')
  expect(await text(files, '/var/log/a.log')).toBe('new')
  files.remove('/var/log/a-1.log')
  expect(Buffer.from(await open.read(0, 10)).toString()).toBe('old')
  await expect(files.stat('/var/log/a-1.log')).rejects.toMatchObject({ kind: 'missing' })
})

test('folders list their own entries only', async () => {
  const { files } = clockedFiles()
  files.create('/var/log/a.log')
  files.create('/var/log/deep/b.log')
  expect((await files.list('/var/log')).map((entry) => entry.name).sort()).toEqual(['a.log', 'deep'])
  expect((await files.list('/')).map((entry) => entry.name).sort()).toEqual(['home', 'var'])
  expect(isDirectory(await files.stat('/var/log/deep'))).toBe(true)
  await expect(files.list('/var/log/a.log')).rejects.toMatchObject({ kind: 'failed' })
  await expect(files.open('/var/log')).rejects.toMatchObject({ kind: 'failed' })
})

test('a file under /proc says that it is empty and is not', async () => {
  const { files } = clockedFiles()
  files.create('/proc/self/environ', { mode: 0o400, sizeHidden: true })
  files.append('/proc/self/environ', 'A=1\0')
  expect(await files.stat('/proc/self/environ')).toMatchObject({ sizeBytes: 0, mode: 0o100400 })
  expect(await text(files, '/proc/self/environ')).toBe('A=1\0')
})

test('relative paths start at the home folder', async () => {
  const { files } = clockedFiles()
  expect(await files.realpath('.')).toBe('/home/coder')
  expect(await files.realpath('../../var//log/./x')).toBe('/var/log/x')
  expect(await files.realpath('../../../..')).toBe('/')
})
