import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { appArguments, appEnvironment, electronProgram } from '../fixtures/electron'
import { expect, test } from '../fixtures/test'

test('the demo plays three starts, and each agent tells how its own ended', async ({ launch }) => {
  const window = await launch({ args: ['--demo'] })
  for (const agent of ['main', 'gpu', 'docs']) await expect(window.sidebar.row(agent)).toBeVisible()
  await window.pane('startup').isCondition('following')
  await window.pane('agent').isCondition('following')
  await expect(window.sidebar.row('gpu')).toContainText('exit 100', { timeout: 45_000 })
  await expect(window.sidebar.row('docs')).toContainText('at a prompt', { timeout: 45_000 })
  await expect(window.sidebar.row('main')).toContainText(/ready [\d.]+ s/, { timeout: 45_000 })

  await window.sidebar.row('gpu').click()
  await expect(window.tab('gpu').sentence).toContainText('exit 100')
  await window.pane('startup').shows(/exit(ed)?( with)?( status| code)? 100|E: /)
  await window.sidebar.row('docs').click()
  // A question without a newline is the last thing on screen.
  await window.pane('startup').endsWith(/\?.*$|\[y\/n\]|:$/i)
  await window.sidebar.row('main').click()
  await expect(window.tab('main').sentence).toContainText(/ready/i)
  for (const kind of ['startup', 'agent'] as const) expect((await window.pane(kind).screen()).length).toBeGreaterThan(3)
})

test('takes a picture of the demo, says so in one line and ends', async ({ place }) => {
  const file = join(place.dir, 'demo.png')
  const { code, stdout } = await new Promise<{ code: number; stdout: string }>((resolve) => {
    const child = execFile(
      electronProgram(),
      appArguments(place, { args: ['--demo', `--shot=${file}`] }),
      { env: appEnvironment(place), timeout: 55_000, killSignal: 'SIGKILL' },
      (_error, stdout) => resolve({ code: child.exitCode ?? -1, stdout }),
    )
  })
  expect(stdout).toMatch(/^demo: 3 agents: .*exit 100.*$/m)
  expect(code).toBe(0)
  // PNG (W3C): an 8-byte signature, then IHDR, whose first fields are width and height, big-endian.
  const png = readFileSync(file)
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG')
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1440, 900])
})

test('the first screen offers the demo and to add a workspace', async ({ launch }) => {
  const window = await launch()
  const welcome = window.page.getByRole('region', { name: 'Welcome' })
  await welcome.getByRole('button', { name: 'Add workspace' }).click()
  await expect(window.addWorkspace.where).toBeFocused()
  await window.page.keyboard.press('Escape')
  await expect(window.addWorkspace.root).toHaveCount(0)
  await welcome.getByRole('button', { name: 'Open the demo workspace' }).click()
  await window.pane('startup').isCondition('following')
  await expect(window.sidebar.row('gpu')).toBeVisible()
})

test('a second start hands its workspace to the window that is open', async ({ place, startHost, launch }) => {
  const host = await startHost()
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch()
  const second = spawnSync(electronProgram(), appArguments(place, { targets: ['box'] }), { env: appEnvironment(place), timeout: 30_000 })
  expect(second.status).toBe(0)
  await window.pane('startup').endsWith('line 20')
})
