import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pagePreferences } from '../../src/main/page-preferences'
import { headerPolicy, metaPolicy } from '../../src/main/page-policy'
import { expect, test } from '../fixtures/test'

/*
 * The walls around the page, each tried by what would get through if it were taken down. docs/security.md lists them.
 */

test('the window, whatever is made beside it, and the scheme of the page', async ({ launch }) => {
  const { app, page } = await launch()

  await test.step('the page has the preferences that the app names', async () => {
    const seen = await app.ask(({ BrowserWindow }) => (BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences())
    const { preload: _preload, devTools: _devTools, ...wanted } = pagePreferences('', false)
    // Electron tells of these; the unit test of `pagePreferences` has the rest.
    const told = ['sandbox', 'contextIsolation', 'nodeIntegration', 'nodeIntegrationInSubFrames', 'webviewTag', 'webSecurity', 'allowRunningInsecureContent', 'safeDialogs']
    expect(Object.keys(seen)).toEqual(expect.arrayContaining(told))
    expect(seen).toMatchObject(Object.fromEntries(Object.entries(wanted).filter(([name]) => name in seen)))
  })

  await test.step('app.enableSandbox() holds for a window that asks to go without', async () => {
    const pid = await app.ask(async ({ BrowserWindow }) => {
      const other = new BrowserWindow({ show: false, webPreferences: { sandbox: false, nodeIntegration: true, contextIsolation: false } })
      await other.loadURL('about:blank')
      return other.webContents.getOSProcessId()
    })
    // proc(5): 2 is SECCOMP_MODE_FILTER.
    expect(/^Seccomp:\s+(\d)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]).toBe('2')
  })

  await test.step('a web view is not attached, and a redirect is not followed', async () => {
    const hits: string[] = []
    const server = createServer((question, answer) => {
      hits.push(question.url ?? '')
      if (question.url === '/first') return answer.writeHead(302, { location: '/second' }).end()
      answer.writeHead(200, { 'content-type': 'text/html' }).end('<p>here')
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as AddressInfo
    const failed = await app.ask(async ({ BrowserWindow }, url) => {
      const other = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } })
      return other.loadURL(url).then(
        () => null,
        (error: Error) => error.message,
      )
    }, `http://127.0.0.1:${port}/first`)
    expect(failed).toMatch(/ERR_(ABORTED|FAILED)/)
    const view = await app.ask(async ({ BrowserWindow, webContents }, url) => {
      const other = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } })
      await other.loadURL('data:text/html,<webview></webview>')
      await other.webContents.executeJavaScript(`document.querySelector('webview').src = ${JSON.stringify(url)}; 0`)
      // A view that is attached would be one more by the time that main has answered its page once more.
      await other.webContents.executeJavaScript('new Promise((done) => requestIdleCallback(() => done(0)))')
      return webContents.getAllWebContents().filter((one) => one.getType() === 'webview').length
    }, `http://127.0.0.1:${port}/view`)
    expect(view).toBe(0)
    expect(hits).toEqual(['/first'])
    await new Promise((closed) => server.close(closed))
  })

  await test.step('the scheme answers GET alone, with its policy in header and page, and stays in its folder', async () => {
    const seen = await app.ask(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().startsWith('tailpane-app:'))?.webContents
      const ask = `async (path, method) => { const answer = await fetch(path, { method }); return [answer.status, answer.headers.get('content-security-policy'), method === 'GET' ? await answer.text() : ''] }`
      return (await contents?.executeJavaScript(`Promise.all([
        ...['GET', 'POST', 'PUT', 'DELETE', 'PATCH'].map((method) => (${ask})('/', method)),
        ...['/..%2fmain%2findex.js', '/%2e%2e%2fmain/index.js', '/..%5cmain%5cindex.js', '/assets/..%2f..%2fmain%2findex.js', '/%252e%252e%252fmain%252findex.js', '/index.html%00.js', '/%2fetc/passwd', '/../main/index.js', '/.built-from'].map((path) => (${ask})(path, 'GET')),
      ])`)) as [number, string | null, string][]
    })
    const [get, ...others] = seen
    expect(get?.slice(0, 2)).toEqual([200, headerPolicy])
    expect(get?.[2]).toContain(metaPolicy.replaceAll("'", '&#39;'))
    expect(others.map(([status]) => status)).toEqual([405, 405, 405, 405, ...Array<number>(9).fill(404)])
    expect(others.map(([, policy]) => policy)).toEqual(others.map(() => headerPolicy))
  })

  await test.step('no text becomes markup or code, and no policy that would allow it can be made', async () => {
    const outcome = await page.evaluate(async () => {
      const refused = (act: () => unknown): boolean => {
        try {
          act()
          return false
        } catch {
          return true
        }
      }
      const types = (window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }).trustedTypes
      return {
        inner: refused(() => (document.createElement('p').innerHTML = '<b>x</b>')),
        outer: refused(() => document.body.insertAdjacentHTML('beforeend', '<b>x</b>')),
        parsed: refused(() => new DOMParser().parseFromString('<b>x</b>', 'text/html')),
        script: refused(() => (document.createElement('script').src = 'data:,1')),
        // In a turn of its own: the tool that asks may evaluate text itself.
        made: await new Promise((done) => setTimeout(() => done(refused(() => new Function('return 1'))))),
        policy: refused(() => types.createPolicy('default', { createHTML: (text: string) => text })),
      }
    })
    expect(outcome).toEqual({ inner: true, outer: true, parsed: true, script: true, made: true, policy: true })
  })

  await test.step('a page of another origin, and a frame, get no answer from main', async () => {
    const answers = await app.ask(async ({ app: electron, BrowserWindow }) => {
      const preload = `${electron.getAppPath()}/out/preload/index.js`
      const other = new BrowserWindow({ show: false, webPreferences: { preload } })
      await other.loadURL('data:text/html,<title>not ours</title>')
      const call = `window.tailpane.invoke('settings.get', {}).then(() => 'answered', (error) => error.message)`
      return (await other.webContents.executeJavaScript(call)) as string
    })
    expect(answers).toContain('from a page that is not its own')
  })

  await test.step('the page calls what is spelled out for it, and makes up no path of a file', async () => {
    const refused = await page.evaluate(async () => {
      const { tailpane } = window as unknown as { tailpane: { invoke(name: string, params: object): Promise<unknown>; on(name: string, listener: () => void): unknown } }
      const said = (name: string, params: object) => tailpane.invoke(name, params).then(() => 'answered', (error: Error) => error.message)
      const heard = (name: string): string => {
        try {
          tailpane.on(name, () => {})
          return 'heard'
        } catch (error) {
          return (error as Error).message
        }
      }
      return [await said('files.dropped', { paths: ['/etc/passwd'] }), await said('constructor', {}), await said('__proto__', {}), heard('engine.port'), heard('toString')]
    })
    expect(refused.every((one) => /There is no such (call|push)\./.test(one)), refused.join('; ')).toBe(true)
  })

  await test.step('a link out is https to a known host, shown in full, and opened only when the person says so', async () => {
    await app.tell(({ dialog, shell }) => {
      const seen: string[] = []
      Object.assign(globalThis, { seen })
      dialog.showMessageBox = ((...args: unknown[]) => {
        seen.push(`asked ${(args.at(-1) as { detail: string }).detail}`)
        return Promise.resolve({ response: seen.length > 1 ? 0 : 1, checkboxChecked: false })
      }) as typeof dialog.showMessageBox
      Object.assign(shell, { openExternal: (url: string) => Promise.resolve(seen.push(`opened ${url}`)) })
    })
    for (const url of ['https://coder.com/docs', 'http://coder.com/', 'https://coder.com.evil.example/', 'javascript:alert(1)', 'file:///etc/passwd', 'https://user@coder.com/']) {
      await page.evaluate((to) => void window.open(to), url)
    }
    await page.evaluate(() => void window.open('https://coder.com/docs/install'))
    await expect
      .poll(() => app.ask(() => (globalThis as unknown as { seen: string[] }).seen))
      .toEqual(['asked https://coder.com/docs', 'asked https://coder.com/docs/install', 'opened https://coder.com/docs/install'])
  })

  await test.step('nothing is downloaded, and an address that is dropped is not followed', async () => {
    const home = page.url()
    const events = await app.ask(({ session }) => session.defaultSession.listenerCount('will-download'))
    expect(events).toBeGreaterThan(0)
    await page.evaluate(() => {
      const data = new DataTransfer()
      data.setData('text/uri-list', 'https://example.com/')
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
      const link = Object.assign(document.createElement('a'), { href: 'data:text/plain,x', download: 'x.txt' })
      document.body.append(link)
      link.click()
      link.remove()
    })
    expect(await page.evaluate(() => location.href)).toBe(home)
  })
})
