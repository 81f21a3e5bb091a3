import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { startApp, type RunningApp } from '../fixtures/electron'
import { numbered, startHost, type Host } from '../fixtures/host'
import type { Place } from '../fixtures/place'
import { expect, test } from '../fixtures/test'

/*
 * Playwright gives a page up when its process ends, so the window is asked through main here.
 */

/** What the window's page says; null while there is none that can be asked. */
function inPage<R>(app: RunningApp, script: string): Promise<R | null> {
  return app.ask(async ({ BrowserWindow }, code) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (!contents || contents.isCrashed()) return null
    const answer = contents.executeJavaScript(code).catch(() => null)
    return Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 1000, null))]) as Promise<R | null>
  }, script)
}

interface Shown {
  url: string
  front: string[]
  text: string
}
const shown = (app: RunningApp): Promise<Shown | null> =>
  inPage<Shown>(
    app,
    `({ url: location.href, text: document.body.innerText.replaceAll('\\u00a0', ' '),
      front: [...document.querySelectorAll('.agent-panel')].filter((one) => one.checkVisibility({ visibilityProperty: true })).map((one) => one.getAttribute('aria-label')) })`,
  )

/** `crash`: as a defect in Chromium ends it; `kill`: as a machine without memory does. */
async function endPage(app: RunningApp, how: 'crash' | 'kill'): Promise<void> {
  const pid = await app.ask(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0)
  if (how === 'kill') process.kill(pid, 'SIGKILL')
  else await app.tell(({ BrowserWindow }) => void BrowserWindow.getAllWindows()[0]?.webContents.loadURL('chrome://crash').catch(() => undefined))
  await expect.poll(() => app.ask(({ BrowserWindow }, old) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() !== old, pid)).toBe(true)
}

async function picture(app: RunningApp, name: string): Promise<void> {
  const folder = join(process.env['TAILPANE_ARTIFACTS'] ?? 'artifacts', 'screens')
  mkdirSync(folder, { recursive: true })
  await app.tell(async ({ BrowserWindow }, file) => {
    const picture = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage()
    if (picture) process.getBuiltinModule('node:fs').writeFileSync(file, picture.toPNG())
  }, join(folder, `${name}.png`))
}

function reports(place: Place): string[] {
  const folder = join(place.profile, 'Crashpad')
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dmp'))
  } catch {
    return []
  }
}

async function twoHosts(place: Place): Promise<Host[]> {
  const hosts: Host[] = []
  let config = ''
  for (const name of ['one', 'two']) {
    const dir = join(place.dir, name)
    mkdirSync(dir)
    const host = await startHost({ ...place, dir })
    hosts.push(host)
    place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
    config += host.configFor(name)
  }
  place.writeSshConfig(config)
  return hosts
}

test('the window comes back after a crash with its tabs as they stood, and the report stays here', async ({ place }) => {
  const hosts = await twoHosts(place)
  const app = await startApp(place, { targets: ['one', 'two'] })
  try {
    const settled = (front: string[]) =>
      expect(async () => {
        const now = await shown(app)
        expect(now?.front.toSorted()).toEqual(front)
        expect(now?.text.split('line 20').length).toBe(front.length + 1)
        expect(now?.text.split('agent line 2').length).toBe(front.length + 1)
      }).toPass({ timeout: 30_000 })
    await expect(async () => expect(await inPage(app, "document.querySelectorAll('.agent-tab').length")).toBe(2)).toPass({ timeout: 30_000 })
    await app.tell(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('tab.beside')?.click())
    await settled(['one of one', 'two of two'])
    await endPage(app, 'crash')
    await settled(['one of one', 'two of two'])
    await expect.poll(async () => (await shown(app))?.text).toContain('The window stopped working and was loaded again.')
    await picture(app, 'loaded-again')
    await expect.poll(() => reports(place).length).toBe(1)
    expect(statSync(join(place.profile, 'Crashpad')).mode & 0o077).toBe(0)
  } finally {
    expect(await app.close()).toEqual([])
    for (const host of hosts) await host.stop()
  }
})

test('a window that keeps stopping shows a plain page, and "Try again" brings the logs back', async ({ place, startHost: start }) => {
  const host = await start({ startup: numbered(1, 20) })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const app = await startApp(place, { targets: ['box'], ownColours: true })
  try {
    const settled = () => expect.poll(async () => (await shown(app))?.text, { timeout: 30_000 }).toContain('line 20')
    await settled()
    for (let i = 0; i < 3; i++) {
      await endPage(app, 'kill')
      await settled()
    }
    await endPage(app, 'kill')
    await expect.poll(async () => (await shown(app))?.text).toContain('The window stopped working several times')
    for (const [theme, ground] of [['dark', 'rgb(20, 23, 28)'], ['light', 'rgb(245, 246, 248)']] as const) {
      await app.tell(({ nativeTheme }, choice) => void (nativeTheme.themeSource = choice), theme)
      await expect.poll(() => inPage(app, 'getComputedStyle(document.body).backgroundColor')).toBe(ground)
      await inPage(app, 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
      await picture(app, `stopped-${theme}`)
    }
    expect(await inPage(app, 'document.activeElement?.textContent')).toBe('Try again')
    await app.tell(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      for (const type of ['keyDown', 'char', 'keyUp'] as const) contents?.sendInputEvent({ type, keyCode: 'Return' })
    })
    await settled()
    expect((await shown(app))?.url).not.toContain('stopped')
  } finally {
    expect(await app.close()).toEqual([])
  }
})
