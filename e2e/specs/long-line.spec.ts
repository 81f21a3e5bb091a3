import { expect, test } from '../fixtures/test'

test('a line that is too long is cut, and shown whole page by page on request', async ({ box: { host, window } }) => {
  const pane = window.pane('startup')
  const long = Array.from({ length: 20_000 }, (_, i) => `word${i}`).join(' ')
  host.append(`short before\n${long}\nshort after\n`)
  await pane.endsWith('short after')
  await expect(pane.rows.filter({ hasText: 'more in this line' })).toHaveCount(1)
  const button = pane.root.getByRole('button', { name: 'Show whole line' })
  await button.click()
  const dialog = window.page.getByRole('dialog', { name: 'Whole line' })
  const text = dialog.getByTestId('whole-line')
  await expect(text).toHaveText(/^word0 word1 word2 /)
  const pages = [await text.textContent()]
  await window.picture('whole-line')
  while (await dialog.getByRole('button', { name: 'Next page' }).isEnabled()) {
    await dialog.getByRole('button', { name: 'Next page' }).click()
    await expect(text).not.toHaveText(pages.at(-1) ?? '')
    pages.push(await text.textContent())
  }
  expect(pages.join('')).toBe(long)
  await window.page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
})

test('a redrawn line shows its last state, and every state on request; what was overwritten is found', async ({ box: { host, window } }) => {
  const pane = window.pane('startup')
  host.append('before\nfetching 10%\rfetching 55%\rfetching done\nafter\n')
  await pane.endsWith('after')
  await pane.root.getByRole('button', { name: '2 earlier states' }).click()
  const dialog = window.page.getByRole('dialog', { name: 'Whole line' })
  await expect(dialog.getByTestId('whole-line')).toHaveText('fetching 10%\nfetching 55%\nfetching done')
  await window.page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await window.picture('redrawn-line')

  await pane.press('Control+f')
  await pane.root.getByRole('textbox', { name: 'Find' }).fill('fetching 55%')
  await expect(pane.root.getByTestId('find-count')).toHaveText('1')
})
