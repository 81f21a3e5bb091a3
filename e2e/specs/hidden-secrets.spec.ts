import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { numbered } from '../fixtures/host'
import { expect, test } from '../fixtures/test'

const TOKEN = 'abcdefghij-ABCDEFGHIJKLMNOPQRSTUV'
const AGENT = '8f2c1f6e-5a1b-4c3d-9e8f-001122334455'

/** Where the marks of a row are on screen (CSS pixels of the window). */
function dotsOf(row: Locator): Promise<{ x: number; y: number }> {
  return row.evaluate((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent?.indexOf('•') ?? -1
      if (at < 0) continue
      const range = document.createRange()
      range.setStart(node, at)
      range.setEnd(node, at + 1)
      const box = range.getBoundingClientRect()
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    }
    throw new Error('The row has no mark')
  })
}

test('secrets of a log are hidden on screen and in copies, are found all the same, and show on a click or a key', async ({ place, startHost, launch }) => {
  const text = `${numbered(1, 12)}export CODER_AGENT_TOKEN=${AGENT} && run\ncurl -H 'Coder-Session-Token: ${TOKEN}' https://coder.example.com\nplain ••• of the log\n`
  const host = await startHost({ startup: text })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const pane = window.pane('startup')
  const hidden = ['export CODER_AGENT_TOKEN=••• && run', "curl -H 'Coder-Session-Token: •••' https://coder.example.com"]
  for (const line of hidden) await pane.shows(line)
  await window.picture('secrets-hidden')
  expect((await pane.heldLines()).slice(12, 14)).toEqual(hidden)

  // A token that is written in two pieces is hidden when it is known for one.
  await pane.press('End')
  host.append('late ghp_0123')
  await pane.shows('late ghp_0123')
  host.append('456789abcdefghijABCDEF\n')
  await pane.shows('late •••')

  // The search looks at the log itself, and does not tell what it found.
  await window.page.keyboard.press('Control+Shift+F')
  await window.search.field.fill(AGENT.slice(0, 8))
  await expect(window.search.hits).toHaveText(/export CODER_AGENT_TOKEN=••• && run/)
  await window.search.field.press('Escape')

  // A click shows the secrets of its line; a mark of the log's own is no secret.
  const pointer = pane.root.locator('.xterm-cursor-pointer')
  const { mouse } = window.page
  await expect(window.search.root).toHaveCount(0)
  await pane.shows(hidden[1] ?? '')
  const point = async (line: string, links: number): Promise<{ x: number; y: number }> => {
    const at = await dotsOf(pane.row(line))
    await mouse.move(at.x, at.y)
    await expect(pointer).toHaveCount(links)
    return at
  }
  await point(hidden[0] ?? '', 1)
  await point('plain ••• of the log', 0)
  const { x, y } = await point(hidden[0] ?? '', 1)
  await mouse.click(x, y)
  await pane.shows(`export CODER_AGENT_TOKEN=${AGENT} && run`)
  await pane.shows(hidden[1] ?? '')

  // A key shows all of them, says so in the head, and hides them again.
  await pane.press('s')
  await pane.shows(/Coder-Session-Token: abcdefghij-ABCDE/)
  const chip = pane.root.getByRole('button', { name: 'secrets shown' })
  await expect(chip).toBeVisible()
  await window.picture('secrets-shown')
  const file = join(place.dir, 'whole.log')
  await window.app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
  await pane.press('Control+s')
  await expect(pane.notice).toContainText('Saved.')
  expect(readFileSync(file, 'utf8')).toContain(TOKEN)
  await chip.click()
  for (const line of hidden) await pane.shows(line)
  await pane.press('Control+s')
  await expect(pane.notice).toContainText('3 secrets are hidden in it')
  expect(readFileSync(file, 'utf8')).not.toMatch(new RegExp(`${TOKEN}|${AGENT}|ghp_`))

  // Whoever does not want that says so in the settings.
  await window.menu('settings')
  await window.page.getByRole('switch', { name: 'Hide secrets on screen' }).or(window.page.getByRole('checkbox', { name: 'Hide secrets on screen' })).click()
  await window.settings.close()
  await pane.shows(`export CODER_AGENT_TOKEN=${AGENT} && run`)
})
