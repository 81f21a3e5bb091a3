import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { numbered } from '../fixtures/host'
import { expect, test } from '../fixtures/test'

const TOKEN = 'abcdefghij-ABCDEFGHIJKLMNOPQRSTUV'
const AGENT = '8f2c1f6e-5a1b-4c3d-9e8f-001122334455'

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
  await pane.row('plain ••• of the log').hover({ position: { x: 52, y: 8 }, force: true })
  await expect(pane.root.locator('.xterm-cursor-pointer')).toHaveCount(0)
  const row = pane.row(hidden[0] ?? '')
  const dots = hidden[0]?.indexOf('•••') ?? 0
  const cell = ((await pane.root.locator('.xterm-screen').boundingBox())?.width ?? 0) / Number(await pane.root.getAttribute('data-columns') ?? 0)
  await row.hover({ position: { x: (dots + 1.5) * cell, y: 8 }, force: true })
  await expect(pane.root.locator('.xterm-cursor-pointer')).toHaveCount(1)
  await row.click({ position: { x: (dots + 1.5) * cell, y: 8 }, force: true })
  await pane.shows(`export CODER_AGENT_TOKEN=${AGENT} && run`)
  await pane.shows(hidden[1] ?? '')

  // A key shows all of them, says so in the head, and hides them again.
  await pane.press('s')
  await pane.shows(`curl -H 'Coder-Session-Token: ${TOKEN}' https://coder.example.com`)
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
