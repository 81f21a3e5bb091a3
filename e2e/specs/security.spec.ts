import { readFileSync } from 'node:fs'
import { expect, test } from '../fixtures/test'

test('the page runs in the sandbox', async ({ launch }) => {
  const window = await launch()
  // proc(5): 2 is SECCOMP_MODE_FILTER.
  const status = readFileSync(`/proc/${await window.rendererPid()}/status`, 'utf8')
  expect(/^Seccomp:\s+(\d)$/m.exec(status)?.[1]).toBe('2')
  const preferences = await window.app.ask(({ app }) => app.commandLine.hasSwitch('no-sandbox'))
  expect(preferences).toBe(false)
})

test('the page has nothing of Node, and comes from the app\'s own origin with a policy', async ({ launch }) => {
  const window = await launch()
  const seen = await window.page.evaluate(async () => {
    const bridge = (window as unknown as { tailpane: object }).tailpane
    const answer = await fetch(location.href)
    return {
      globals: ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter((name) => name in window),
      bridge: Object.keys(bridge).sort(),
      protocol: location.protocol,
      policy: answer.headers.get('content-security-policy') ?? '',
    }
  })
  expect(seen.globals).toEqual([])
  // Files that are dropped cannot cross as a message; the preload turns real ones into tickets.
  expect(seen.bridge).toEqual(['invoke', 'offerDropped', 'on'])
  expect(seen.protocol).not.toBe('file:')
  for (const rule of ["default-src 'none'", "script-src 'self'", "base-uri 'none'"]) expect(seen.policy).toContain(rule)
  expect(seen.policy).not.toMatch(/script-src[^;]*unsafe/)
})

test('the page stays where it is', async ({ launch }) => {
  const { page, app } = await launch()
  const home = page.url()
  for (const target of ['https://example.com/', 'file:///etc/passwd', 'data:text/html,hello', `${home}?other`]) {
    await page.evaluate((url) => {
      const link = document.createElement('a')
      link.href = url
      document.body.append(link)
      link.click()
      link.remove()
    }, target)
  }
  const opened = await page.evaluate(() => window.open('https://example.com/', '_blank', 'width=100') === null)
  expect(opened).toBe(true)
  const refused = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(`${event.effectiveDirective} ${event.blockedURI}`), { once: true })
        const frame = document.createElement('iframe')
        frame.src = 'https://example.com/'
        document.body.append(frame)
      }),
  )
  expect(refused).toMatch(/^(frame|default)-src https:\/\/example\.com/)
  expect(await app.ask(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.webContents.getURL()))).toEqual([home])
  // Playwright's own waiting would wait for the navigations that were refused.
  expect(await page.evaluate(() => [location.href, document.querySelector('[aria-label="Welcome"]') !== null])).toEqual([home, true])
})

test('the page cannot run text as code, and a script from elsewhere does not load', async ({ launch }) => {
  const { page } = await launch()
  const outcome = await page.evaluate(async () => {
    const refused = async (act: () => unknown): Promise<boolean> => {
      try {
        await act()
        return false
      } catch {
        return true
      }
    }
    return {
      markup: await refused(() => void (document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>')),
      request: await refused(() => fetch('https://example.com/')),
      script: await refused(() => import(`data:text/javascript,${1}`)),
    }
  })
  expect(outcome).toEqual({ markup: true, request: true, script: true })
})

test('every permission is denied', async ({ launch }) => {
  const { page } = await launch()
  const outcome = await page.evaluate(async () => {
    const states: Record<string, string> = {}
    for (const name of ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'] as PermissionName[]) {
      states[name] = (await navigator.permissions.query({ name })).state
    }
    states['asked'] = await Notification.requestPermission()
    states['clipboard'] = await navigator.clipboard.readText().then(
      () => 'read',
      () => 'denied',
    )
    return states
  })
  expect(Object.values(outcome)).toEqual(Object.keys(outcome).map(() => 'denied'))
})
