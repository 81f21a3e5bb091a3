import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import type { Bridge } from '../../src/shared/contract/channels'
import { appEnvironment } from '../fixtures/electron'
import { numbered } from '../fixtures/host'
import { packagePaths, startPackaged, type PackagedApp } from '../fixtures/packaged'
import { makePlace, type Place } from '../fixtures/place'

/*
 * The packaged app as a person meets it, driven over CDP. It is started once; the tests go on in one window.
 */

test.describe.configure({ mode: 'serial' })

let place: Place
let app: PackagedApp

test.beforeAll(async () => {
  place = makePlace()
  app = await startPackaged(place, ['--demo'])
})
test.afterAll(async () => {
  await app?.close()
  place.remove()
})

test('it opens the demo, and its logs are followed', async () => {
  const { window } = app
  await expect(window.sidebar.row('gpu')).toContainText('exit 100', { timeout: 45_000 })
  await window.sidebar.row('gpu').click()
  await window.pane('startup').shows('E: Unable to locate package nvidia-cuda-toolkit-13')
  await window.picture('package-demo')
})

test('its pages run in the sandbox, from files of the archive, under the policy', async () => {
  const renderers = [...app.processes()].filter(([, command]) => command.includes('--type=renderer'))
  expect(renderers).not.toEqual([])
  for (const [pid, command] of renderers) {
    expect(command).not.toContain('--no-sandbox')
    // proc(5): 2 is SECCOMP_MODE_FILTER.
    expect(/^Seccomp:\s+(\d)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]).toBe('2')
  }
  expect([...app.processes().values()].filter((command) => command.startsWith(packagePaths().program)).length).toBeGreaterThan(2)
  const seen = await app.page.evaluate(async () => ({
    at: location.href,
    policy: (await fetch(location.href)).headers.get('content-security-policy'),
    node: ['require', 'process', 'Buffer'].filter((name) => name in window),
  }))
  expect(seen).toMatchObject({ at: 'tailpane-app://ui/', node: [] })
  expect(seen.policy).toContain("require-trusted-types-for 'script'")
})

test('it says the version of the package, with its suffix where it runs on a stand-in', async () => {
  const { page } = app
  const text = await page.evaluate(() => (window as unknown as { tailpane: Bridge }).tailpane.invoke('launch.get', {}))
  expect(text.version.endsWith('~standin')).toBe(text.runtimeNote !== null)
})

test('a second start hands over to the window that is open', async () => {
  execFileSync(packagePaths().launcher, ['--', 'no-such-host.invalid'], { env: appEnvironment(place), timeout: 30_000, stdio: 'ignore' })
  await expect(app.window.sidebar.row('no-such-host.invalid').first()).toBeVisible()
})

test('a file is handed over, and is searched by the ripgrep of the package', async () => {
  const { window, page } = app
  const file = join(place.dir, 'handed over.log')
  writeFileSync(file, numbered(1, 100_000))
  execFileSync(packagePaths().launcher, [pathToFileURL(file).href], { env: appEnvironment(place), timeout: 30_000, stdio: 'ignore' })
  const pane = window.pane({ path: file })
  await pane.endsWith('line 100000')
  await page.keyboard.press('Control+f')
  await pane.find.field.fill('line 54321')
  await expect(pane.find.count).toHaveText('1')
  await expect(pane.find.note).toContainText('by ripgrep')
})

test('it ends when it is told to, and leaves nothing but the profile', async () => {
  expect(await app.close()).toBe(0)
  const config = join(place.home, '.config')
  mkdirSync(config, { recursive: true })
  expect(readdirSync(config).sort()).toEqual(['Tailpane'])
  // `.ssh` is the test's own; Chromium makes an empty database of certificates in `.pki`.
  expect(readdirSync(place.home).filter((name) => !['.config', '.ssh', '.pki'].includes(name))).toEqual([])
})
