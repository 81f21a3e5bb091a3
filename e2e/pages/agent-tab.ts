import type { Locator, Page } from '@playwright/test'

/** One agent's tab and what stands above its logs. */
export class AgentTab {
  /** The tab itself. */
  readonly handle: Locator
  readonly panel: Locator
  /** What happened to the agent, in a sentence. */
  readonly sentence: Locator
  /** Says that the connection is down; `data-link` has its phase. */
  readonly linkBar: Locator
  readonly reconnect: Locator
  readonly addLog: Locator
  /** The line that explains a failure, and the link that leads there. */
  readonly cause: Locator
  readonly causeLink: Locator
  readonly timeline: Locator
  /** Says which run is looked at, and lists the others; the menu and its rows are there while it is open. */
  readonly runPicker: Locator
  readonly runMenu: Locator
  readonly runs: Locator
  /** Says that an older run is looked at. */
  readonly runBar: Locator

  constructor(
    private readonly page: Page,
    agent: string,
  ) {
    this.handle = page.getByRole('tab').filter({ has: page.locator(`.agent-tab-name:text-is("${agent}")`) })
    this.panel = page.getByRole('region', { name: new RegExp(`^${agent.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')} of `) }).and(page.locator('[data-agent]'))
    this.sentence = this.panel.getByRole('heading', { level: 2 })
    this.linkBar = this.panel.locator('[data-link]')
    this.reconnect = this.linkBar.getByRole('button', { name: 'Reconnect now' })
    this.cause = this.panel.getByTestId('cause')
    this.causeLink = this.panel.locator('.cause-link')
    this.timeline = this.panel.getByRole('region', { name: 'Scripts of this start' })
    this.runPicker = this.panel.getByTestId('run-picker')
    this.runMenu = page.locator('.run-menu')
    this.runs = this.runMenu.getByRole('menuitemradio')
    this.runBar = this.panel.getByTestId('run-bar')
    this.addLog = this.panel.getByRole('button', { name: 'Add a log' })
  }

  /** Types a path into the dialog that "Add a log" and "Add a path…" open. */
  async enterPath(path: string): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name: 'Add a log' })
    await dialog.getByLabel('Path').fill(path)
    await dialog.getByRole('button', { name: 'Show' }).click()
    await dialog.waitFor({ state: 'detached' })
  }
}
