import { chmodSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { numbered } from '../fixtures/host'
import { freePort, makeKey } from '../peers/openssh'
import { expect, test } from '../fixtures/test'

test('an unreachable host: a sentence with a next step, and another workspace is not disturbed', async ({ box: { host, window }, place }) => {
  const port = await freePort()
  place.writeSshConfig(host.configFor('gone', { port }))
  await window.sidebar.addWorkspace.click()
  await window.addWorkspace.open('gone')
  const { linkBar } = window.tab('gone')
  await expect(linkBar).toContainText(`127.0.0.1:${port} refused the connection.`)
  await window.picture('error-unreachable')
  await expect(window.sidebar.row('gone').last()).toContainText('offline')
  await window.sidebar.row('box').last().click()
  host.append('still here\n')
  await window.pane('startup').endsWith('still here')
})

test('a name that does not exist, and a target that is none', async ({ launch }) => {
  const window = await launch({ targets: ['no-such-host.invalid'] })
  await expect(window.tab('no-such-host.invalid').linkBar).toContainText('could not be resolved')
  await window.sidebar.addWorkspace.click()
  await window.addWorkspace.open('-oProxyCommand=touch')
  await expect(window.addWorkspace.error).toBeVisible()
  await expect(window.addWorkspace.where).toBeFocused()
})

test('a refused key: the window says what was tried, and does not try on its own', async ({ place, startHost, launch }) => {
  const host = await startHost()
  const keyFile = join(place.dir, 'stranger')
  makeKey(keyFile)
  place.writeSshConfig(host.configFor('box', { keyFile }))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const { linkBar, reconnect } = window.tab('box')
  await expect(linkBar).toHaveAttribute('data-link', 'failed')
  await expect(linkBar).toContainText(/did not (let|accept)|refused|none of|not accepted/i)
  await expect(window.sidebar.row('box').last()).toContainText('cannot connect')
  // With the right key in the configuration the same button connects.
  place.writeSshConfig(host.configFor('box'))
  await reconnect.click()
  await window.pane('startup').endsWith('line 20')
})

test('a log that does not exist is waited for, and shown as soon as it does', async ({ place, startHost, launch }) => {
  const host = await startHost({ startup: null })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const pane = window.pane('startup')
  await pane.isCondition('waiting')
  await expect(pane.empty).toContainText('This log does not exist yet. Waiting for it.')
  await expect(pane.empty).toContainText(host.startupLog)
  await window.pane('agent').endsWith('agent line 2')
  writeFileSync(host.startupLog, 'here I am\n')
  await pane.endsWith('here I am')
  await pane.isCondition('following')
  await expect(pane.empty).toHaveCount(0)
})

test('an empty log says so until its first line comes', async ({ place, startHost, launch }) => {
  const host = await startHost({ startup: '' })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const pane = window.pane('startup')
  await expect(pane.empty).toContainText('This log is empty so far.')
  host.append('first\n')
  await pane.endsWith('first')
  await expect(pane.empty).toHaveCount(0)
})

test('no permission, and a directory in the log\'s place: a sentence, tried again by itself', async ({ place, startHost, launch }) => {
  const host = await startHost({ closedEnvironment: true, startup: null, agent: null })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const secret = join(host.logs, 'secret.log')
  const folder = join(host.logs, 'folder.log')
  writeFileSync(secret, 'opened\n')
  chmodSync(secret, 0)
  mkdirSync(folder)
  const window = await launch({ targets: ['box'] })
  await window.pane('startup').addPath(secret)
  const forbidden = window.pane({ path: secret })
  await forbidden.isCondition('failed')
  await expect(forbidden.notice).toContainText(`You are not allowed to read ${secret}.`)
  await window.pane('agent').addPath(folder)
  const directory = window.pane({ path: folder })
  await directory.isCondition('failed')
  await expect(directory.notice).toContainText(`${folder} is a directory, not a log.`)
  await window.picture('error-in-pane')

  chmodSync(secret, 0o600)
  await forbidden.endsWith('opened')
  rmdirSync(folder)
  writeFileSync(folder, 'a file now\n')
  await directory.endsWith('a file now')
  await expect(directory.notice).toHaveCount(0)
})

test('a server without SFTP: its logs are read and followed through a shell', async ({ place, startHost, launch }) => {
  const host = await startHost({ noSftp: true })
  place.writeSshConfig(host.configFor('plain'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['plain'] })
  const pane = window.pane('startup')
  await pane.endsWith('line 20')
  host.append(numbered(21, 22))
  await pane.endsWith('line 22')
  await pane.isCondition('following')
})

test('a server that gives neither SFTP nor commands: said, with what to ask for', async ({ place, startHost, launch }) => {
  const host = await startHost({ noSftp: true, noCommands: true })
  place.writeSshConfig(host.configFor('closed'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['closed'] })
  const { linkBar } = window.tab('closed')
  await expect(linkBar).toHaveAttribute('data-link', 'failed')
  await expect(linkBar).toContainText('allows neither SFTP nor commands')
  await expect(linkBar).toContainText('CODER_AGENT_BLOCK_FILE_TRANSFER')
})

test('a line of 100 MB: its end is shown, and what comes before and after it', async ({ place, startHost, launch }) => {
  const long = Buffer.alloc(100 * 1000 * 1000, 'x')
  const host = await startHost({ startup: Buffer.concat([Buffer.from(numbered(1, 20)), long, Buffer.from(' its end\nafter it\n')]) })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const pane = window.pane('startup')
  await pane.endsWith('after it')
  await pane.shows(/ its end$/)
  host.append(numbered(21, 21))
  await pane.endsWith('line 21')
  await pane.isCondition('following')
  await pane.press('Home')
  await pane.shows('line 1')
  // One more while it is followed: it is left out and named, and what comes after it is shown.
  await pane.press('End')
  await pane.endsWith('line 21')
  host.append(Buffer.concat([long, Buffer.from('\nafter another\n')]))
  await pane.endsWith('after another')
  await window.pane('agent').endsWith('agent line 2')
})

test('bytes that are no text are shown as such, and harm nothing', async ({ box: { host, window } }) => {
  const pane = window.pane('startup')
  host.append(Buffer.concat([Buffer.from('bad: '), Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80]), Buffer.from(' nul: \0\0\0 end\n')]))
  await pane.shows(/^bad: .*\uFFFD.*nul: .* end$/)
  host.append(Buffer.from([0xe6, 0xbc]))
  host.append(Buffer.concat([Buffer.from([0xa2]), Buffer.from('字 split over writes\n')]))
  await pane.shows(/^漢 ?字 ? split over writes$/)
  await pane.shows('line 20')
})

test('escape sequences of a hostile log do nothing', async ({ box: { host, window } }) => {
  const pane = window.pane('startup')
  await window.writeClipboard('mine')
  const hostile = [
    '\u001b]0;pwned\u0007',
    '\u001b]52;c;cHduZWQ=\u0007',
    '\u001b]8;;https://example.com/\u001b\\link\u001b]8;;\u001b\\',
    '\u001b[?1049h\u001b[2J\u001b[3J\u001b[H\u001bc',
    '\u001b[5;5H\u001b[1A\u001b[2K\u001b[10M',
    '\u001bP+q544e\u001b\\\u001b[6n\u001b[c',
    '\u009b2J\u009d0;pwned\u009c',
  ]
  host.append(hostile.map((text, i) => `before ${i} ${text} after ${i}\n`).join(''))
  host.append('still in order\n')
  await pane.endsWith('still in order')
  const lines = await pane.heldLines()
  expect(lines.slice(0, 20)).toEqual(numbered(1, 20).trim().split('\n'))
  expect(lines).toHaveLength(20 + hostile.length + 1)
  for (const [i, line] of lines.slice(20, -1).entries()) expect(line).toMatch(new RegExp(`^before ${i} .*after ${i}$`))
  expect(await window.app.ask(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle())).toBe('Tailpane')
  await expect(pane.root.locator('a')).toHaveCount(0)
  host.append('\u001b]52;c;cHduZWQ=\u0007\nthe end\n')
  await window.writeClipboard('mine')
  await pane.press('End')
  await pane.endsWith('the end')
  expect(await window.readClipboard()).toBe('mine')
})
