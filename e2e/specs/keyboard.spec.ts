import type { Locator, Page } from '@playwright/test'
import { numbered } from '../fixtures/host'
import { expect, test } from '../fixtures/test'

test('adds a workspace, finds, jumps, switches and closes tabs without a mouse', async ({ place, startHost, launch }) => {
  const host = await startHost({ startup: `needle\n${numbered(1, 200)}` })
  place.writeSshConfig(`${host.configFor('box')}\n${host.configFor('twin')}`)
  const window = await launch()
  const { keyboard } = window.page

  await keyboard.press('Control+n')
  await expect(window.addWorkspace.where).toBeFocused()
  await keyboard.type('box')
  await keyboard.press('Enter')
  await expect(window.hostKey.refuse).toBeFocused()
  await keyboard.press('Tab')
  await expect(window.hostKey.accept).toBeFocused()
  await keyboard.press('Enter')
  const pane = window.pane('startup')
  await pane.endsWith('line 200')

  await keyboard.press('Control+f')
  await expect(pane.find.field).toBeFocused()
  await keyboard.type('needle')
  await expect(pane.find.count).toHaveText('1 of 1')
  await pane.shows('needle')
  await pane.isCondition('paused')
  await keyboard.press('Escape')
  await expect(pane.find.root).toHaveCount(0)
  await keyboard.press('Control+End')
  await pane.isCondition('following')
  await pane.endsWith('line 200')

  await keyboard.press('Control+n')
  await keyboard.type('twin')
  await keyboard.press('Enter')
  await expect(window.tab('twin').handle).toHaveAttribute('aria-selected', 'true')
  await pane.endsWith('line 200')
  await keyboard.press('Control+Tab')
  await expect(window.tab('box').handle).toHaveAttribute('aria-selected', 'true')
  await keyboard.press('Control+Shift+Tab')
  await expect(window.tab('twin').handle).toHaveAttribute('aria-selected', 'true')
  await keyboard.press('Control+w')
  await expect(window.tab('twin').handle).toHaveCount(0)
  await expect(window.tab('box').handle).toHaveAttribute('aria-selected', 'true')
  await keyboard.press('Control+w')
  await expect(window.page.getByText('No tab is open.')).toBeVisible()

  // The list at the left opens it again: arrow keys and Enter.
  // Each key once the one before has had its effect on the focus.
  const rows = window.page.getByRole('treeitem')
  await keyboard.press('Control+p')
  await expect(window.page.getByRole('searchbox', { name: 'Filter workspaces' })).toBeFocused()
  await keyboard.press('ArrowDown')
  await expect(rows.first()).toBeFocused()
  await keyboard.press('End')
  await expect(rows.last()).toBeFocused()
  await keyboard.press('Enter')
  await expect(window.tab('twin').handle).toHaveAttribute('aria-selected', 'true')

  // Closing takes its row away; who stood on it stays in the list.
  await pane.endsWith('line 200')
  await keyboard.press('Control+p')
  await expect(window.page.getByRole('searchbox', { name: 'Filter workspaces' })).toBeFocused()
  await keyboard.press('ArrowDown')
  await expect(window.page.locator('[role=treeitem]:focus')).toHaveCount(1)
  await keyboard.press('End')
  await expect(rows.last()).toBeFocused()
  await keyboard.press('Control+w')
  await expect(window.page.getByText('No tab is open.')).toBeVisible()
  await expect(window.page.locator('[role=treeitem]:focus')).toHaveCount(1)
})

test('dialogs keep the focus inside and give it back', async ({ launch }) => {
  const window = await launch()
  const { page } = window
  const start = page.getByRole('region', { name: 'Welcome' }).getByRole('button', { name: 'Add workspace' })
  await start.focus()
  for (const [key, dialog] of [
    ['Control+n', window.addWorkspace.root],
    ['Control+,', window.settings.root],
  ] as const) {
    await page.keyboard.press(key)
    await expect(dialog).toBeVisible()
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press(i < 6 ? 'Tab' : 'Shift+Tab')
      expect(await dialog.evaluate((root) => root.contains(document.activeElement)), `after ${i + 1} steps`).toBe(true)
    }
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect(start).toBeFocused()
  }
})

test('whatever has the focus can be seen to have it', async ({ box: { window } }) => {
  const { page } = window
  const seen = new Set<string>()
  await page.locator('body').evaluate((body) => (body.ownerDocument.activeElement as HTMLElement | null)?.blur())
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab')
    const now = await focusOf(page)
    if (now === null) continue
    seen.add(now.name)
    expect(now.marked, `${now.name} shows no focus`).toBe(true)
  }
  for (const name of ['Filter workspaces', 'Add workspace', 'Settings', 'Log text']) expect([...seen].join('\n')).toContain(name)
})

/** What has the focus, and whether a style marks it: an outline, a shadow or a border of its own or of what holds it. */
function focusOf(page: Page): Promise<{ name: string; marked: boolean } | null> {
  return page.evaluate(() => {
    const at = document.activeElement as HTMLElement | null
    if (!at || at === document.body) return null
    const looks = (element: Element): string => {
      const style = getComputedStyle(element)
      const around = [...Array.from({ length: 2 }, (_, i) => getComputedStyle(element, i === 0 ? '::before' : '::after'))]
      return [style, ...around].map((one) => `${one.outlineStyle} ${one.outlineWidth} ${one.outlineColor} ${one.boxShadow} ${one.borderColor} ${one.backgroundColor}`).join()
    }
    const chain = [at, at.parentElement, at.closest('.pane'), at.closest('.pane')?.querySelector('.pane-header')].filter((one) => one != null)
    const focused = chain.map(looks).join()
    at.blur()
    const blurred = chain.map(looks).join()
    at.focus()
    const name = at.getAttribute('aria-label') ?? at.getAttribute('title') ?? at.textContent ?? at.tagName
    return { name: `${at.tagName.toLowerCase()} ${name.trim().slice(0, 60)}`, marked: focused !== blurred }
  })
}

test('the settings refuse what is out of range, in a sentence, and keep the old value', async ({ box: { host, window } }) => {
  await window.menu('settings')
  const rows = window.settings.number('Rows per pane')
  await rows.fill('50')
  await rows.press('Enter')
  await expect(window.settings.error).toHaveText('Rows per pane must be a whole number from 200 to 10,000.')
  await expect(rows).toHaveAttribute('aria-invalid', 'true')
  await rows.fill('many')
  await rows.press('Enter')
  await expect(window.settings.error).toHaveText('Rows per pane must be a whole number from 200 to 10,000.')
  await rows.fill('200')
  await rows.press('Enter')
  await expect(window.settings.error).toHaveCount(0)
  await window.settings.close()
  // The new value holds at once.
  const pane = window.pane('startup')
  host.append(numbered(21, 900))
  await pane.endsWith('line 900')
  await expect(async () => {
    expect(await pane.heldCount()).toBeGreaterThan(100)
    expect(await pane.heldCount()).toBeLessThan(300)
  }).toPass()
})

test('the theme changes at once, and is remembered', async ({ launch }) => {
  const window = await launch()
  const html = window.page.locator('html')
  await window.sidebar.openSettings.click()
  const paper = (of: Locator) => of.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)
  await window.settings.theme('Light').check()
  await expect(html).toHaveAttribute('data-theme', 'light')
  const light = await paper(html)
  await window.settings.theme('Dark').check()
  await expect(html).toHaveAttribute('data-theme', 'dark')
  expect(await paper(html)).not.toBe(light)
  await window.settings.close()
  await window.close()

  const again = await launch()
  await expect(again.page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await again.sidebar.openSettings.click()
  await expect(again.settings.theme('Dark')).toBeChecked()
})
