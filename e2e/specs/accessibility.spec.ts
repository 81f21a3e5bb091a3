import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { contrastRatio } from '../../src/renderer/ui/contrast'
import { numbered } from '../fixtures/host'
import { expect, test } from '../fixtures/test'
import { lostControls, zoom } from '../fixtures/zoom'
import type { AppWindow } from '../pages/app-window'

/** What axe finds wrong on the screen as it is, in both themes; the system's theme is followed, so no dialog is needed to change it. */
async function clean(page: Page, screen: string): Promise<void> {
  for (const scheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await expect(page.locator('html')).toHaveAttribute('data-theme', scheme)
    // Its other mode opens a page of its own, which an app has no place for.
    const axe = new AxeBuilder({ page }).setLegacyMode(true)
    // The themes differ in colours alone.
    if (scheme === 'light') axe.withRules(['color-contrast'])
    const { violations } = await axe.analyze()
    const found = violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')}`)
    expect.soft(found, `${screen}, ${scheme}`).toEqual([])
  }
}

async function closeDialog(window: AppWindow): Promise<void> {
  await window.page.keyboard.press('Escape')
  await expect(window.page.locator('.dialog')).toHaveCount(0)
}

test('nothing that axe knows is wrong on any screen or dialog, dark and light', async ({ box: { host, window } }) => {
  test.setTimeout(240_000)
  const { page } = window
  const pane = window.pane('startup')
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await clean(page, 'two logs')
  await pane.press('Control+f')
  await pane.find.field.fill('line')
  await clean(page, 'find')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Shift+F')
  await clean(page, 'search in logs')
  await page.keyboard.press('Escape')
  for (const [command, title] of [
    ['workspace.add', 'Add workspace'],
    ['deployment.add', 'Add workspace'],
    ['settings', 'Settings'],
    ['shortcuts', 'Keyboard shortcuts'],
    ['status', 'Connections'],
    ['about', 'Tailpane'],
    ['palette', 'Commands and places'],
    ['go-to', ''],
  ] as const) {
    await window.menu(command)
    const dialog = page.locator('.dialog')
    await expect(dialog).toBeVisible()
    if (title !== '') await expect(dialog).toContainText(title)
    await clean(page, command)
    await closeDialog(window)
  }
  await window.sidebar.row('box').first().focus()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menu')).toBeVisible()
  await clean(page, 'menu of a row')
  await page.keyboard.press('Escape')
  await pane.press('End')
  host.append(numbered(21, 300))
  await pane.endsWith('line 300')
  await pane.scrollUp()
  await clean(page, 'paused')
  await page.keyboard.press('Control+w')
  await expect(page.getByText('No tab is open.')).toBeVisible()
  await clean(page, 'no tab')
})

test('a screen reader gets the text of a pane, and hears how much is new', async ({ box: { host, window } }) => {
  const { page } = window
  const pane = window.pane('startup')
  const plain = page.getByTestId('plain-view')

  await test.step('the plain view has the lines as text, follows the window, and Escape goes back', async () => {
    await pane.press('Alt+F2')
    await expect(plain).toBeFocused()
    await expect(plain.locator('.plain-line')).toHaveCount(20)
    await expect(plain.locator('.plain-line').last()).toHaveText('line 20')
    host.append(numbered(21, 700))
    await expect(plain.locator('.plain-line').last()).toHaveText('line 700')
    await expect(plain.locator('.plain-line')).toHaveCount(500)
    await clean(page, 'plain view')
    await window.picture('plain-view')
    await page.keyboard.press('Escape')
    await expect(plain).toHaveCount(0)
    await expect(pane.root.locator('.pane-text textarea')).toBeFocused()
  })

  await test.step('what is new is said in a count, not read out', async () => {
    const said = pane.root.getByTestId('new-output')
    await expect(said).toContainText(/^Startup script: \d+ new lines$/)
    host.append('all is well\nE: error: no space left\n')
    await expect(said).toContainText(/new lines?, 1 error$/)
  })
})

test('forced colours, more contrast, less motion and twice the size lose nothing', async ({ box: { window } }) => {
  test.setTimeout(90_000)
  const { page } = window
  await window.resize(1280, 800)

  await test.step('in forced colours what is chosen has an outline, and signs keep their shapes', async () => {
    await page.emulateMedia({ forcedColors: 'active' })
    await window.picture('forced-logs')
    await window.menu('palette')
    const option = page.getByRole('option').first()
    await expect(option).toBeVisible()
    expect(await option.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid')
    await window.picture('forced-palette')
    await closeDialog(window)
    await window.menu('settings')
    await expect(page.locator('.dialog')).toBeVisible()
    await window.picture('forced-settings')
    await closeDialog(window)
    await page.emulateMedia({ forcedColors: 'none' })
  })

  await test.step('with more contrast quiet words and lines stand out', async () => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, contrast: 'no-preference' })
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
      const plain = await tokens(page)
      await page.emulateMedia({ contrast: 'more' })
      const more = await tokens(page)
      expect(more.dim).toBeGreaterThan(plain.dim)
      expect(Math.min(more.dim, more.faint)).toBeGreaterThanOrEqual(7)
      expect(plain.line).toBeLessThan(3)
      expect(more.line).toBeGreaterThanOrEqual(3)
      await window.picture(`more-contrast-${colorScheme}`)
    }
    await page.emulateMedia({ contrast: 'no-preference', colorScheme: 'dark' })
  })

  await test.step('with less motion nothing moves', async () => {
    const longest = () => page.evaluate(() => Math.max(0, ...[...document.querySelectorAll('*')].flatMap((one) => {
      const { animationDuration, animationName, transitionDuration } = getComputedStyle(one)
      const seconds = (text: string) => text.split(',').map(parseFloat)
      return [...seconds(transitionDuration), ...(animationName === 'none' ? [] : seconds(animationDuration))]
    })))
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    await window.menu('palette')
    await expect(page.locator('.dialog')).toBeVisible()
    expect(await longest()).toBeGreaterThan(0.05)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    expect(await longest()).toBeLessThan(0.001)
    await closeDialog(window)
  })

  await test.step('at twice the size everything can be reached', async () => {
    await zoom(window, 2)
    for (const command of ['logs', 'settings', 'shortcuts', 'workspace.add', 'palette', 'history.open'] as const) {
      const dialog = command !== 'logs'
      if (dialog) await window.menu(command)
      if (dialog) await expect(page.locator('.dialog')).toBeVisible()
      expect(await lostControls(page.locator(dialog ? '.dialog' : 'body')), command).toEqual([])
      await window.picture(`zoomed-${command}`)
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
      if (dialog) await closeDialog(window)
    }
    await zoom(window, 1)
  })
})

/** Contrast of quiet words and of lines with the background, as they stand now. */
async function tokens(page: Page): Promise<{ dim: number; faint: number; line: number }> {
  const [bg = '', dim = '', faint = '', line = ''] = await page.evaluate(() => {
    const style = getComputedStyle(document.documentElement)
    return ['--bg', '--fg-dim', '--fg-faint', '--line'].map((name) => style.getPropertyValue(name).trim())
  })
  return { dim: contrastRatio(dim, bg), faint: contrastRatio(faint, bg), line: contrastRatio(line, bg) }
}
