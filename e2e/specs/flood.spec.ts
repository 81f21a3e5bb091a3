import { open, truncate, type FileHandle } from 'node:fs/promises'
import { statSync } from 'node:fs'
import type { Host } from '../fixtures/host'
import { expect, test } from '../fixtures/test'
import type { AppWindow } from '../pages/app-window'

const MIB = 1024 * 1024

/** One MiB of numbered lines, all of one length. */
function textBlock(block: number): Buffer {
  const line = (i: number) => `${String(block).padStart(4, '0')}-${String(i).padStart(6, '0')} ${'compiling module '.repeat(3)}\n`
  const one = line(0).length
  return Buffer.from(Array.from({ length: Math.floor(MIB / one) }, (_, i) => line(i)).join(''))
}

/** Appends blocks as fast as the disk takes them, then a last line of its own. Resolves when it is written. */
async function flood(path: string, blocks: number, block: (i: number, random: FileHandle) => Promise<Buffer> | Buffer): Promise<void> {
  const [log, random] = await Promise.all([open(path, 'a'), open('/dev/urandom', 'r')])
  for (let i = 0; i < blocks; i++) await log.write(await block(i, random))
  await log.write('\nthe flood is over\n')
  await Promise.all([log.close(), random.close()])
}

/** Uses the window until `done`; every click must be answered. Returns how many were. */
async function clickUntil(window: AppWindow, done: Promise<unknown>): Promise<number> {
  let over = false
  void done.finally(() => (over = true))
  let answered = 0
  do {
    await window.sidebar.openSettings.click()
    await expect(window.settings.root).toBeVisible()
    await window.settings.close()
    answered++
  } while (!over)
  return answered
}

async function endsWell(host: Host, window: AppWindow): Promise<void> {
  const pane = window.pane('startup')
  await pane.endsWith('the flood is over')
  await expect.poll(() => pane.endOffset()).toBe(statSync(host.startupLog).size)
  await pane.isCondition('following')
}

test('a flood of text: the window answers meanwhile, and the pane ends with the last line', async ({ box: { host, window } }) => {
  const pane = window.pane('startup')
  const conditions = await pane.watchConditions()
  const written = flood(host.startupLog, 200, textBlock)
  expect(await clickUntil(window, written)).toBeGreaterThan(0)
  await written
  await endsWell(host, window)
  expect(await conditions()).toContain('gap')
  // Only a window of it is held: 2,000 rows, and a sixteenth for what engine and terminal may count differently.
  expect(await pane.heldCount()).toBeLessThanOrEqual(2125)
  await truncate(host.startupLog, 0)
})

test('what was written faster than it can be shown is named by a row, and opens', async ({ far: { host, relay, window } }) => {
  const pane = window.pane('startup')
  const conditions = await pane.watchConditions()
  // Held back on the way, it all comes at once.
  relay.stall(true)
  await flood(host.startupLog, 12, textBlock)
  relay.stall(false)
  await endsWell(host, window)
  expect(await conditions()).toContain('gap')

  await pane.press('PageUp')
  await pane.isCondition('paused')
  const gap = pane.mark('gap').filter({ visible: true })
  for (let i = 0; i < 100 && (await gap.count()) === 0; i++) await pane.press('PageUp')
  await expect(gap).toHaveText(/^Skipped 1[23] MB that was written faster than it could be shown\.Open$/)
  await window.picture('gap-row')
  await gap.getByRole('button', { name: /^Open what was skipped/ }).click()
  await pane.isCondition('paused')
  // Its first lines follow what was shown before it.
  await pane.shows(/^0000-000000 compiling/)
  const numbers = (await pane.screen()).flatMap((line) => /^0000-(\d{6}) /.exec(line)?.[1] ?? [])
  expect(numbers.map(Number)).toEqual(numbers.map((_, i) => i))
  await pane.press('End')
  await pane.endsWith('the flood is over')
})

test('a flood of random bytes harms nothing', async ({ box: { host, window } }) => {
  const title = await window.page.title()
  const written = flood(host.startupLog, 48, async (_, random) => (await random.read(Buffer.alloc(MIB), 0, MIB, null)).buffer)
  expect(await clickUntil(window, written)).toBeGreaterThan(0)
  await written
  await endsWell(host, window)
  expect(await window.page.title()).toBe(title)
  await window.pane('agent').endsWith('agent line 2')
  await truncate(host.startupLog, 0)
})
