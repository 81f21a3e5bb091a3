import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { _electron, errors, type ElectronApplication, type Page } from '@playwright/test'
import { checkout } from '../../scripts/run/checkout.cjs'
import { sandboxArgs } from '../../scripts/run/sandbox.mjs'
import type { Settings } from '@shared/settings'
import type { Host } from './host'
import type { PageProbe } from './page-probe'

const SETTLE_MS = 4000
/** Bound of one try at something that moves (ms). */
const TRY_MS = 3000
const PROBE = readFileSync(join(checkout, 'bench/rig/page-probe.js'), 'utf8')

/** The built app with a profile of its own, driven through its window. */
export class AppWindow {
  private constructor(
    private readonly app: ElectronApplication,
    readonly page: Page,
    private readonly profile: string,
  ) {}

  /** @param targets what the app opens at its start @param prepare puts into the profile what an earlier start left there */
  static async open(host: { home: Pick<Host['home'], 'env'> }, targets: readonly string[] = [], prepare?: (profile: string) => Promise<void> | void): Promise<AppWindow> {
    const profile = mkdtempSync(join(tmpdir(), 'bench-profile-'))
    await prepare?.(profile)
    const app = await _electron.launch({
      args: [...sandboxArgs(), checkout, `--user-data-dir=${profile}`, '--', ...targets],
      env: { ...(host.home.env as Record<string, string>), XDG_CONFIG_HOME: profile },
      cwd: checkout,
    })
    const page = await app.firstWindow()
    await page.evaluate(PROBE)
    return new AppWindow(app, page, profile)
  }

  /** For `open`: settings other than the defaults. */
  static withSettings(settings: Partial<Settings>): (profile: string) => void {
    return (profile) => writeFileSync(join(profile, 'settings.json'), JSON.stringify(settings))
  }

  /** Process id of Electron's main process; the others descend from it. */
  get pid(): number {
    return this.app.process().pid ?? 0
  }

  /** Calls a function of the probe in the page. */
  probe<N extends keyof PageProbe>(name: N, ...args: Parameters<PageProbe[N]>): Promise<Awaited<ReturnType<PageProbe[N]>>> {
    const call = `window.benchProbe.${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`
    return this.page.evaluate(call) as Promise<Awaited<ReturnType<PageProbe[N]>>>
  }

  /**
   * Shows a log by its path in a pane of a workspace's tab, as a person does with "Add a path", and waits until
   * it is followed. `side` counts the panes of the tab.
   */
  async addLog(path: string, workspace: string, side: 0 | 1 = 0): Promise<void> {
    const { page } = this
    const panel = page.getByRole('region', { name: `${workspace} of ${workspace}`, exact: true })
    const button = panel.getByRole('button', { name: 'Add a log' })
    const menu = panel.getByTestId('log-menu').nth(side)
    const field = page.locator('#add-log-path')
    // The button stands there only until the usual places have been looked at, so it may go away under the pointer.
    while (!(await field.isVisible())) {
      await button.or(menu).first().waitFor()
      try {
        if (await menu.isVisible()) {
          await menu.click({ timeout: TRY_MS })
          await page.getByRole('menuitem', { name: 'Add a path' }).click({ timeout: TRY_MS })
        } else await button.click({ timeout: TRY_MS })
        await field.waitFor({ timeout: TRY_MS })
      } catch (error) {
        if (!(error instanceof errors.TimeoutError)) throw error
      }
    }
    await field.fill(path)
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await this.pane(path).and(page.locator('[data-condition="following"]')).waitFor()
  }

  /** Opens a workspace with the dialog, as a person does, and waits until its connection stands. */
  async openWorkspace(target: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add workspace' }).first().click()
    await this.page.locator('#add-target').fill(target)
    // The button may lie under the names that the field offers.
    await this.page.locator('#add-target').press('Enter')
    await this.page.locator('#add-target').waitFor({ state: 'detached' })
  }

  /** Closes a workspace by its menu in the sidebar; its row stays among the recent ones. */
  async closeWorkspace(name: string): Promise<void> {
    const { page } = this
    await page.getByRole('treeitem', { name }).first().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Close workspace' }).click()
    await page.locator('.sidebar-row[data-kind="recent"]', { hasText: name }).waitFor()
    await page.locator('[data-testid="pane"]').waitFor({ state: 'detached' })
  }

  /** From an input to other lines in the panes, or to an element (ms). */
  async timed(input: () => Promise<void>, element?: string): Promise<number> {
    // Before the input: it does not wait for what the page is asked.
    await (element === undefined ? this.probe('watchRows') : this.probe('watchElement', element))
    await input()
    return this.probe('whenSeen')
  }

  /** The same for a key of the menu, which the page does not hear: from before the press. */
  async timedMenuKey(key: string): Promise<number> {
    await this.probe('watchRows', true)
    await this.page.keyboard.press(key)
    return this.probe('whenSeen')
  }

  /** What a person picks in the dialog for opening files. */
  async chooses(paths: readonly string[]): Promise<void> {
    await this.app.evaluate(({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] })
    }, paths)
  }

  /** Closes the tab in front. */
  async closeTab(): Promise<void> {
    await this.page.keyboard.press('Control+w')
    await this.page.locator('[data-testid="pane"]').waitFor({ state: 'detached' })
  }

  /** Lets what the start left behind come to its end: caches, compilers, garbage. */
  async settle(): Promise<void> {
    await wait(SETTLE_MS)
  }

  /**
   * Clicks the first of each of these places in turn, the filter field and the first row of the sidebar by default; each shows that it has the focus. The
   * events are sent and not waited for, so that a window that is slow is not asked less often.
   */
  async clicker(targets: readonly string[] = ['.sidebar-filter input', '.sidebar-row']): Promise<(turn: number) => Promise<void>> {
    const session = await this.page.context().newCDPSession(this.page)
    const places = await Promise.all(targets.map((place) => this.page.locator(place).first().boundingBox()))
    return async (turn) => {
      const box = places[turn % places.length]
      if (!box) throw new Error('There is nothing to click in the sidebar')
      const at = { x: box.x + box.width / 3, y: box.y + box.height / 2, button: 'left', clickCount: 1 } as const
      await Promise.all([
        session.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...at }),
        session.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at }),
      ])
    }
  }

  pane(path: string): ReturnType<Page['locator']> {
    return this.page.locator(`[data-log-path="${path}"]`)
  }

  /** Offset (bytes) of the first byte that the pane does not show. */
  async endOffset(path: string): Promise<number> {
    return Number((await this.pane(path).getAttribute('data-end-offset')) ?? 0)
  }

  /** The app's own diary, for when a figure could not be taken. */
  diary(): string {
    const file = join(this.profile, 'logs', 'tailpane.log')
    return existsSync(file) ? readFileSync(file, 'utf8') : ''
  }

  async close(): Promise<void> {
    await this.app.close()
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 })
  }
}
