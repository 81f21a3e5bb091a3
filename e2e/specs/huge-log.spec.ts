import { closeSync, openSync, readSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../fixtures/test'

const GIB = 1024 ** 3
const SIZE = 10 * GIB
const NEEDED = 20 * GIB
const BLOCK_LINES = 600_000

/** About 64 MiB of lines as installers write them, each with a number of its own within the block. */
function blockOf(): Buffer {
  const words = ['Get:', 'Unpacking', 'Setting up', 'Selecting previously unselected package', 'Processing triggers for', '[info] net.tailnet: peer', 'npm http fetch GET 200', 'W: Retrying']
  const lines: string[] = []
  for (let i = 0; i < BLOCK_LINES; i++) lines.push(`2026-11-24 09:${String(i % 60).padStart(2, '0')}:${String(i % 59).padStart(2, '0')} ${words[i % words.length]} package-${(i * 7919) % 99_991} (1.${i % 97}-${i})${'.'.repeat((i * 31) % 47)}`)
  return Buffer.from(`${lines.join('\n')}\n`)
}

/** Writes the log block after block, each behind a line that names it. @returns where these lines are */
function writeLog(path: string): number[] {
  const block = blockOf()
  const starts: number[] = []
  const file = openSync(path, 'w')
  for (let size = 0; size < SIZE; ) {
    starts.push(size)
    size += writeSync(file, `block ${starts.length} begins\n`)
    size += writeSync(file, block)
  }
  closeSync(file)
  return starts
}

/** The line of a file that begins at an offset. */
function lineAt(path: string, offset: number): string {
  const bytes = Buffer.alloc(512)
  const file = openSync(path, 'r')
  const length = readSync(file, bytes, 0, bytes.length, offset)
  closeSync(file)
  return bytes.toString('utf8', 0, length).split('\n')[0] ?? ''
}

test('opens a dense log of 10 GiB at its end and jumps anywhere in it', async ({ place, startHost, launch }) => {
  test.setTimeout(120_000)
  const { bavail, bsize } = statfsSync(place.dir)
  const free = bavail * bsize
  if (free < NEEDED) console.log(`The log of 10 GiB is left out: it needs 20 GB of free disk, and ${Math.floor(free / 1e9)} GB are free.`)
  test.skip(free < NEEDED, 'needs 20 GB of free disk')
  const host = await startHost({ startup: null })
  const path = join(host.logs, 'coder-startup-script.log')
  try {
    const starts = writeLog(path)
    place.writeSshConfig(host.configFor('box'))
    place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
    const window = await launch({ targets: ['box'] })
    const pane = window.pane('startup')
    const size = (starts.at(-1) ?? 0) + lineAt(path, starts.at(-1) ?? 0).length
    await expect(async () => expect(Number(await pane.rail.getAttribute('aria-valuemax'))).toBeGreaterThan(size)).toPass()
    await pane.shows(/package-\d+ \(1\.\d+-599999\)/)
    await pane.focus()

    for (const n of [1, Math.floor(starts.length / 3), starts.length]) {
      await window.goTo.go(`byte ${starts[n - 1]}`)
      await expect(async () => expect((await pane.screen())[0]).toBe(`block ${n} begins`)).toPass()
    }
    let random = 42
    for (let i = 0; i < 12; i++) {
      random = (random * 48_271) % 2_147_483_647
      const wanted = Math.floor((random / 2_147_483_647) * size)
      await window.goTo.go(`byte ${wanted}`)
      await expect(async () => {
        const value = Number(await pane.rail.getAttribute('aria-valuenow'))
        // The line that holds the byte is at the top, and it is the line that the file has there.
        expect(value).toBeLessThanOrEqual(wanted)
        const line = lineAt(path, value)
        expect(value + line.length).toBeGreaterThanOrEqual(wanted)
        expect((await pane.screen()).join('')).toMatch(new RegExp(`^${line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`))
      }).toPass()
    }
    await pane.clickRail(0.4)
    await expect(async () => {
      const value = Number(await pane.rail.getAttribute('aria-valuenow'))
      expect(value / size).toBeGreaterThan(0.38)
      expect(value / size).toBeLessThan(0.42)
    }).toPass()
    await window.picture('rail-10-gib')
  } finally {
    rmSync(path, { force: true })
  }
})
