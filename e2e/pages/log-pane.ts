import { expect, type Locator } from '@playwright/test'
import type { PaneCondition } from '../../src/shared/model'
import type { AppWindow } from './app-window'
import { FindBar } from './find-bar'

/** One log's pane: its text, its condition and what it says about itself. */
export class LogPane {
  readonly find: FindBar
  /** The rows on screen. */
  readonly rows: Locator
  readonly newLines: Locator
  readonly notice: Locator
  /** What stands where text would be. */
  readonly empty: Locator
  readonly title: Locator
  /** The whole log beside the text; a slider. */
  readonly rail: Locator
  /** Where the view stands, in the head; not there while following. */
  readonly place: Locator
  /** The tint over the line that proves the verdict, where it is on screen. */
  readonly evidence: Locator

  constructor(
    private readonly window: AppWindow,
    readonly root: Locator,
  ) {
    this.find = new FindBar(root)
    this.rows = root.locator('.xterm-rows > div')
    this.newLines = root.getByTestId('new-lines')
    this.notice = root.getByTestId('pane-notice')
    this.empty = root.getByTestId('pane-empty')
    this.evidence = root.locator('.tp-evidence')
    this.place = root.getByTestId('pane-place')
    this.rail = root.getByTestId('rail')
    this.title = root.getByTestId('log-menu')
  }

  /** Waits until the pane is in this condition. */
  async isCondition(...any: PaneCondition[]): Promise<void> {
    await expect(this.root).toHaveAttribute('data-condition', any.length === 1 ? (any[0] ?? '') : new RegExp(`^(${any.join('|')})$`))
  }

  /** Offset (bytes at the source) of the first byte that is not shown; the beginning of an open last line at least. */
  async endOffset(): Promise<number> {
    return Number(await this.root.getAttribute('data-end-offset'))
  }

  async firstOffset(): Promise<number> {
    return Number(await this.root.getAttribute('data-first-offset'))
  }

  /** The rows on screen as text, without blanks at their ends; empty rows at the end are left out. */
  async screen(): Promise<string[]> {
    const texts = await this.rows.allTextContents()
    return texts.map((text) => text.replaceAll('\u00a0', ' ').trimEnd()).slice(0, texts.findLastIndex((text) => text.trim() !== '') + 1)
  }

  /** Waits until the last row with text on screen is this one. */
  async endsWith(line: string | RegExp): Promise<void> {
    const last = expect.poll(async () => (await this.screen()).at(-1), { message: 'the last row on screen' })
    await (typeof line === 'string' ? last.toBe(line) : last.toMatch(line))
  }

  /** Waits until some row on screen is this one. */
  async shows(line: string | RegExp): Promise<void> {
    const rows = expect.poll(() => this.screen(), { message: 'the rows on screen' })
    await (typeof line === 'string' ? rows.toContain(line) : rows.toContainEqual(expect.stringMatching(line)))
  }

  /** A row on screen by its whole text. */
  row(text: string): Locator {
    return this.rows.filter({ hasText: new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`) })
  }

  /** Gives the text the keyboard, without a click that could select something. */
  async focus(): Promise<void> {
    await this.root.locator('.xterm-helper-textarea').focus()
  }

  async press(key: string): Promise<void> {
    await this.focus()
    await this.window.page.keyboard.press(key)
  }

  /** Scrolls up by one wheel step, as a hand does, and waits until the pane has paused. */
  async scrollUp(): Promise<void> {
    await this.root.locator('.xterm-screen').hover()
    await this.window.page.mouse.wheel(0, -300)
    await this.isCondition('paused')
  }

  /** How many lines the pane holds. */
  async heldCount(): Promise<number> {
    return Number(await this.root.getAttribute('data-held-lines'))
  }

  /** All lines of a log that the pane holds whole, wrapped rows joined: selected and copied, as a person would. It pauses the pane. */
  async heldLines(): Promise<string[]> {
    const nothing = '(nothing was copied)'
    await this.window.writeClipboard(nothing)
    await this.press('Control+a')
    await this.press('Control+c')
    await expect.poll(() => this.window.readClipboard()).not.toBe(nothing)
    const text = await this.window.readClipboard()
    await this.press('Escape')
    return text.replace(/\n+$/, '').split('\n').map((line) => line.trimEnd())
  }

  /** Presses the rail at a fraction of its height (0 is the top). */
  async clickRail(fraction: number): Promise<void> {
    const box = await this.rail.boundingBox()
    if (!box) throw new Error('There is no rail')
    await this.window.page.mouse.click(box.x + box.width / 2, box.y + box.height * fraction)
  }

  /** What the rail says of itself, e.g. `Line 214, 45% of 1.2 MB`. */
  async railWords(): Promise<string> {
    return (await this.rail.getAttribute('aria-valuetext')) ?? ''
  }

  /** Rows that stand for missing bytes or a new content generation, where they are on screen. */
  mark(kind: 'gap' | 'gone' | 'epoch'): Locator {
    return this.root.locator(`[data-mark="${kind}"]`)
  }

  /** Shows another file in this pane by its path, through the menu of logs. */
  async addPath(path: string): Promise<void> {
    const { page } = this.window
    await this.title.click()
    await page.getByRole('menuitem', { name: 'Add a path…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a log' })
    await dialog.getByLabel('Path').fill(path)
    await dialog.getByRole('button', { name: 'Show' }).click()
    await dialog.waitFor({ state: 'detached' })
  }

  /** Notes every condition that the pane passes through from now on; returns what gives them back, the first of them now. */
  async watchConditions(): Promise<() => Promise<string[]>> {
    const element = await this.root.elementHandle()
    if (!element) throw new Error('There is no such pane')
    const seen = await element.evaluateHandle((pane) => {
      const list = [(pane as HTMLElement).dataset['condition'] ?? '']
      new MutationObserver(() => list.push((pane as HTMLElement).dataset['condition'] ?? '')).observe(pane, { attributeFilter: ['data-condition'] })
      return list
    })
    return () => seen.jsonValue()
  }
}
