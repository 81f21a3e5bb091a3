import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../fixtures/test'
import type { LogPane } from '../pages/log-pane'
import { Palette } from '../pages/palette'

/** Colours of the highlighted pieces on screen, top to bottom. */
async function colours(pane: LogPane): Promise<string[]> {
  return pane.root.locator('.tp-highlights:not([hidden]) > .tp-highlight').evaluateAll((pieces) => pieces.map((piece) => (piece as HTMLElement).dataset['highlight'] ?? ''))
}

const shown = (pane: LogPane) => expect.poll(() => colours(pane), { message: 'the highlights on screen' })

test('text of startup logs is shown in colours by rules, which a person changes', async ({ place, box: { host, window } }) => {
  const pane = window.pane('startup')
  const dialog = window.page.getByRole('dialog', { name: 'Highlight rules' })
  const palette = new Palette(window.page)
  await shown(pane).toEqual([])
  host.append('Get:1 http://deb.example.com/debian bookworm InRelease\nE: Unable to locate package libfoo\n日本語 tar: Cannot write: No space left on device\nnpm warn deprecated inflight@1.0.6\n\u001b[31mplain red\u001b[0m Permission denied\nmy own words, my own\n')
  await pane.endsWith('my own words, my own')
  // The cause has its own colour within the message that has it.
  await shown(pane).toEqual(['red', 'orange', 'violet', 'orange', 'violet'])
  await window.picture('highlights-light')

  await test.step('a rule for what is selected is added, and holds at once', async () => {
    const box = await pane.row('my own words, my own').locator('span').first().boundingBox()
    if (!box) throw new Error('The row is not on screen')
    await window.page.mouse.dblclick(box.x + 20, box.y + box.height / 2)
    await palette.run('Highlight the selected text')
    const form = dialog.getByRole('form', { name: /^Rule / })
    await expect(form.getByLabel('Text')).toBeFocused()
    await form.getByLabel('Text').fill('my (own')
    await form.getByRole('button', { name: 'Regular expression' }).click()
    await expect(form.getByRole('alert')).toHaveText('A group has no end. Close it with ")", or write \\( for the character.')
    await window.picture('highlights-refused')
    await form.getByLabel('Text').fill('my (own|words)')
    await expect(form.getByRole('alert')).toHaveCount(0)
    await form.getByLabel('Name').fill('Mine')
    await form.getByRole('radio', { name: 'Blue' }).check()
    await form.getByRole('button', { name: 'Add' }).click()
    await expect(dialog.getByRole('listitem').first()).toHaveAttribute('data-rule', 'Mine')
    await shown(pane).toEqual(['red', 'orange', 'violet', 'orange', 'violet', 'blue', 'blue'])
  })

  await test.step('rules are switched, moved, removed and brought back by the keyboard', async () => {
    const list = dialog.getByRole('list', { name: 'Rules' })
    await list.getByRole('button', { name: 'Move Not found down' }).focus()
    for (let i = 0; i < 2; i++) await window.page.keyboard.press('Enter')
    await expect(list.getByRole('listitem').nth(5)).toHaveAttribute('data-rule', 'Not found')
    // The rule for apt stands before the one for what is not found now.
    await shown(pane).toEqual(['red', 'violet', 'orange', 'violet', 'blue', 'blue'])
    await list.getByRole('checkbox', { name: /^Mine / }).focus()
    await window.page.keyboard.press('Space')
    await shown(pane).toEqual(['red', 'violet', 'orange', 'violet'])
    await list.getByRole('button', { name: 'Remove Permission' }).click()
    await shown(pane).toEqual(['red', 'violet', 'orange'])
    await expect(dialog.getByRole('status')).toContainText('The rule “Permission” was removed.')
    await window.picture('highlights-dialog')
    await dialog.getByRole('button', { name: 'Undo' }).click()
    await shown(pane).toEqual(['red', 'violet', 'orange', 'violet'])
    const file = JSON.parse(readFileSync(join(place.profile, 'settings.json'), 'utf8')) as { highlightRules: { name: string; on: boolean }[] }
    expect(file.highlightRules[0]).toMatchObject({ name: 'Mine', on: false })
    await dialog.getByRole('button', { name: 'Reset to defaults' }).click()
    await expect(list.getByRole('listitem')).toHaveCount(16)
    await dialog.getByRole('button', { name: 'Undo' }).click()
    await expect(list.getByRole('listitem').first()).toHaveAttribute('data-rule', 'Mine')
    await dialog.getByRole('button', { name: 'Close' }).click()
  })

  await test.step('they go and come with one command, follow the theme, and leave what is found on top', async () => {
    await palette.run('Show or hide highlights')
    await shown(pane).toEqual([])
    await palette.run('Show or hide highlights')
    await shown(pane).toEqual(['red', 'violet', 'orange', 'violet'])
    await window.menu('settings')
    await window.settings.theme('Dark').check()
    await window.settings.close()
    await shown(pane).toEqual(['red', 'violet', 'orange', 'violet'])
    await expect(pane.root.locator('.tp-highlight').first()).toHaveCSS('background-color', 'rgb(48, 22, 26)')
    await window.picture('highlights-dark')
    await pane.press('Control+f')
    await pane.find.field.fill('package')
    await expect(pane.find.count).toHaveText('1 of 1')
    await pane.find.field.fill('ac')
    await expect(pane.find.count).toHaveText('1 of 2')
    // A match that is not the current one.
    await expect(pane.rows.filter({ hasText: 'No space left' }).locator('span', { hasText: /^c$/ })).toHaveCSS('background-color', 'rgb(74, 58, 20)')
    await window.picture('highlights-find')
    await pane.find.field.press('Escape')
  })

  await test.step('only what is on screen is coloured, however much comes', async () => {
    await pane.press('End')
    appendFileSync(host.startupLog, 'E: one of very many\n'.repeat(50_000) + 'the last line\n')
    await pane.endsWith('the last line')
    const rows = (await pane.screen()).length
    await shown(pane).toHaveLength(rows - 1)
    expect(await pane.root.locator('.tp-highlight').count()).toBeLessThanOrEqual(rows)
  })
})
