import { appendFileSync, readFileSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '../fixtures/test'
import { makeKey } from '../peers/openssh'

/*
 * Secrets are planted where a person has them: in the environment, as a session token, as the passphrase of a key. They are used,
 * by a deployment that repeats them in its answers too, and then looked for in everything that the app wrote, printed or sent.
 */

const TOKEN = 'plantedTok-3f9c2e7a1b5d8064c2e7a1b5'
const PASSPHRASE = 'planted passphrase 71c0ffee'
const IN_ENVIRONMENT = 'planted-environment-9d4e6b20'

test('planted secrets are in no log, no message to the window, no file in the clear and not in the engine\'s environment', async ({ place, startHost, launch }) => {
  const asked: string[] = []
  const deployment = createServer((question, answer) => {
    asked.push(String(question.headers['coder-session-token'] ?? ''))
    answer.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify({ message: `The token ${TOKEN} is not known.`, detail: TOKEN }))
  })
  await new Promise<void>((listening) => deployment.listen(0, '127.0.0.1', listening))
  const host = await startHost()
  const key = join(place.dir, 'locked')
  makeKey(key, { passphrase: PASSPHRASE })
  appendFileSync(join(host.sshd.dir, 'authorized_keys'), readFileSync(`${key}.pub`, 'utf8'))
  // A child of the engine tells what it was given: /proc shows the environment that Chromium's zygote began with.
  const given = join(place.dir, 'given')
  place.writeSshConfig(`${host.configFor('box', { keyFile: key })}\nMatch exec "env > ${given}"\n`)
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ env: { AWS_SECRET_ACCESS_KEY: IN_ENVIRONMENT, CODER_SESSION_TOKEN: IN_ENVIRONMENT, MY_PASSWORD: IN_ENVIRONMENT } })
  const { app, page } = window

  // From here on, whatever comes into the page is kept: answers and pushes of main, and messages of the engine's port.
  await page.addInitScript(() => {
    const kept: string[] = []
    Object.assign(globalThis, { kept })
    const hear = (event: MessageEvent): void => void kept.push(JSON.stringify(event.data, (_key, value: unknown) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : value)))
    const start = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'start')?.value as () => void
    MessagePort.prototype.start = function () {
      this.addEventListener('message', hear)
      start.call(this)
    }
    const onmessage = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage')
    Object.defineProperty(MessagePort.prototype, 'onmessage', {
      set(this: MessagePort, listener: (event: MessageEvent) => void) {
        this.addEventListener('message', hear)
        onmessage?.set?.call(this, listener)
      },
    })
  })
  await app.tell(({ BrowserWindow }) => {
    const sent: string[] = []
    Object.assign(globalThis, { sent })
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (!contents) return
    const send = contents.send.bind(contents)
    contents.send = (channel: string, ...args: unknown[]) => {
      sent.push(JSON.stringify([channel, ...args]))
      send(channel, ...args)
    }
  })
  await page.reload()
  await window.ready()

  const { port } = deployment.address() as AddressInfo
  const answer = await page.evaluate(async ([url, token]) => {
    const { tailpane } = window as unknown as { tailpane: { invoke(name: string, params: object): Promise<unknown> } }
    return JSON.stringify([
      await tailpane.invoke('coder.sign-in', { url, token }).catch(String),
      await tailpane.invoke('settings.get', {}),
      await tailpane.invoke('launch.get', {}),
      await tailpane.invoke('passphrases.list', {}),
    ])
  }, [`http://127.0.0.1:${port}`, TOKEN] as const)

  await window.sidebar.addWorkspace.click()
  await window.addWorkspace.open('box')
  const dialog = page.getByRole('alertdialog', { name: /^Passphrase/ })
  await dialog.getByRole('textbox').fill(PASSPHRASE)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await window.pane('startup').endsWith('line 20')
  await expect(() => expect(asked).toContain(TOKEN)).toPass()

  const secrets = [TOKEN, PASSPHRASE, IN_ENVIRONMENT]
  const seen: Record<string, string> = {
    'answers of main': answer,
    'pushes of main': await app.ask(() => (globalThis as unknown as { sent: string[] }).sent.join('\n')),
    'messages of the engine': await page.evaluate(() => (globalThis as unknown as { kept: string[] }).kept.join('\n')),
    'the page': await page.content(),
    'what is printed': app.stderr(),
    'the environment of the engine and its children': readFileSync(given, 'latin1'),
  }
  expect(seen['messages of the engine']).toContain('line 20')
  expect(seen['the environment of the engine and its children']).toContain('HOME=')
  for (const entry of readdirSync(place.profile, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) seen[join(entry.parentPath, entry.name)] = readFileSync(join(entry.parentPath, entry.name), 'latin1')
  }
  expect(Object.keys(seen).some((name) => name.endsWith('tailpane.log') || name.endsWith('known_hosts') || name.endsWith('.json'))).toBe(true)
  const leaks = Object.entries(seen).flatMap(([where, text]) => secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${where}`))
  expect(leaks).toEqual([])
  await new Promise((closed) => deployment.close(closed))
})
