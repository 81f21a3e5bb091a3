import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { numbered } from '../fixtures/host'
import { appArguments, appEnvironment, electronProgram } from '../fixtures/electron'
import { expect, test } from '../fixtures/test'

/* One app for all of it: each step goes on where the one before has left the panes. */

const AGENT = '2026-11-24 09:14:03.123 [info]  starting agent  version= v2.35.1\n2026-11-24 09:14:44.000 [info]  a later entry\n'

test('wrapping, size of text, times, colours and links', async ({ place, startHost, launch }) => {
  test.setTimeout(120_000)
  const long = `begin ${'0123456789'.repeat(30)} end`
  const longer = `first ${'x'.repeat(3000)} last`
  const startup = `${numbered(1, 2500)}${long}\n${longer}\n\x1b[31mred <b>\x1b[0m plain\n${numbered(2501, 2510)}`
  const host = await startHost({ startup, agent: AGENT })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  await window.resize(1440, 900)
  const pane = window.pane('startup')
  const agent = window.pane('agent')
  const { page } = window
  await pane.endsWith('line 2510')
  const scroller = pane.root.locator('.tp-scroll')
  const copied = async (act: () => Promise<void>) => {
    await window.writeClipboard('before')
    await act()
    await expect.poll(() => window.readClipboard()).not.toBe('before')
    return window.readClipboard()
  }
  const inMenu = async (name: string | RegExp) => {
    await pane.root.locator('.tp-scroll').click({ button: 'right', position: { x: 80, y: 60 } })
    await page.getByRole('menu', { name: 'Log text' }).getByRole('menuitem', { name }).click()
  }

  await test.step('long lines go on to the right, and are whole when they are copied', async () => {
    await pane.press('z')
    await expect(scroller).toHaveAttribute('data-wrapped', 'false')
    await pane.endsWith('line 2510')
    await pane.shows(long)
    await expect(pane.root.getByRole('button', { name: 'Show whole line' })).toBeAttached()
    expect(await scroller.evaluate((box) => box.scrollWidth > 3 * box.clientWidth)).toBe(true)
    await pane.press('ArrowRight')
    await expect.poll(() => scroller.evaluate((box) => box.scrollLeft)).toBeGreaterThan(20)
    await window.picture('unwrapped')
    await pane.press('Control+a')
    expect(await copied(() => pane.press('Control+c'))).toContain(`\n${long}\n${longer}\n`)
    await pane.press('Escape')
    // What is found far to the right is brought into view.
    await pane.press('Control+f')
    await pane.find.field.fill('789 end')
    await expect(pane.find.count).toContainText('1 of 1')
    await expect.poll(() => scroller.evaluate((box) => box.scrollLeft)).toBeGreaterThan(1000)
    await page.keyboard.press('Escape')
    host.append('came unwrapped\n')
    await window.goTo.go('2000')
    await pane.shows('line 2000')
    const top = (await pane.screen())[0]
    await pane.press('z')
    await expect(scroller).toHaveAttribute('data-wrapped', 'true')
    await expect.poll(async () => (await pane.screen())[0]).toBe(top)
    await pane.press('End')
    await pane.endsWith('came unwrapped')
  })

  await test.step('text is larger and smaller by keys, and that is remembered', async () => {
    const height = () => pane.rows.first().evaluate((row) => row.getBoundingClientRect().height)
    const before = await height()
    await pane.press('Control+=')
    await pane.press('Control+=')
    await expect.poll(height).toBeGreaterThan(before)
    await pane.press('Control+0')
    await expect.poll(height).toBe(before)
  })

  await test.step('times of entries are shown another way, and copied as the log has them', async () => {
    await agent.endsWith(/a later entry$/)
    await agent.press('t')
    const times = agent.root.locator('.tp-times > span')
    const local = new Date('2026-11-24T09:14:03.123Z')
    await expect(times.first()).toContainText(`${String(local.getHours()).padStart(2, '0')}:14:03.123`)
    await agent.press('t')
    await expect(times.last()).toContainText(/\+0:40\.877|\+0:00\.000|\+/)
    await window.picture('times-of-run')
    expect((await agent.heldLines())[1]).toContain('2026-11-24 09:14:44.000')
    await agent.press('t')
    await expect(times).toHaveCount(0)
    await pane.press('t')
    host.append('came now\n')
    await pane.endsWith('came now')
    await expect(pane.root.locator('.tp-arrivals > span').last()).toHaveText(/^\d\d:\d\d:\d\d$/)
    await window.picture('arrivals')
    await pane.press('t')
    await expect(pane.root.locator('.tp-arrivals')).toBeHidden()
  })

  await test.step('a selection is copied with its colours beside the plain text', async () => {
    await pane.press('Control+a')
    const text = await copied(() => inMenu('Copy with colours'))
    expect(text).toContain('\nred <b> plain\n')
    const html = await window.app.ask(({ clipboard }) => (clipboard as unknown as { readHTML(): string }).readHTML())
    expect(html).toMatch(/<span style="color: #[0-9a-f]{6}">red &lt;b&gt;<\/span> plain/)
    await pane.press('Escape')
    await pane.root.locator('.tp-scroll').click({ button: 'right', position: { x: 80, y: 60 } })
    await window.picture('pane-menu')
    await page.keyboard.press('Escape')
  })

  const second = async (link: string) => {
    const child = spawn(electronProgram(), appArguments(place, { args: [link] }), { env: appEnvironment(place), stdio: 'ignore' })
    await new Promise((done) => child.once('exit', done))
  }

  await test.step('a link to a line goes there, and never connects unasked', async () => {
    await window.goTo.go('1200')
    await pane.shows('line 1200')
    const link = await copied(() => inMenu('Copy link to line'))
    expect(link).toMatch(/^tailpane:\/\/open\?v=1&target=box&agent=[^&]+&log=%2F/)
    await pane.press('End')
    await pane.endsWith('came now')
    await second(link)
    await pane.shows('line 1200')
    await expect(page.getByTestId('link-facts')).toHaveCount(0)
    await second(link.replace('target=box', 'target=other-box.example'))
    await expect(page.getByTestId('link-facts')).toContainText('other-box.example')
    await window.picture('link-question')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByTestId('link-facts')).toHaveCount(0)
    expect(await window.sidebar.row('other-box.example').count()).toBe(0)
    await second('tailpane://open?v=1&target=-oProxyCommand%3Dx&agent=a&log=%2Fa&offset=0')
    await expect(window.notices).toContainText('A link to a log could not be read, and nothing was opened.')
    await expect(page.getByTestId('link-facts')).toHaveCount(0)
  })

  await test.step('an address of a file opens it, and one of another machine does not', async () => {
    const file = join(place.dir, 'by address.log')
    writeFileSync(file, 'one line\n')
    await second('file://elsewhere.example/tmp/a.log')
    await expect(window.notices).toContainText('An address of a file on another machine was left out.')
    await second(pathToFileURL(file).href)
    await window.pane({ path: file }).endsWith('one line')
  })
})
