import type { Locator, Page } from '@playwright/test'

/** Asks where to go in a log. */
export class GoToDialog {
  readonly root: Locator
  readonly place: Locator
  readonly problem: Locator
  readonly count: Locator

  constructor(private readonly page: Page) {
    this.root = page.getByRole('dialog', { name: 'Go to' })
    this.place = this.root.getByLabel('Line, percentage, byte or time')
    this.problem = this.root.getByRole('alert')
    this.count = this.root.getByRole('button', { name: 'Count the lines' })
  }

  /** Opens it by its key, enters a place and waits until it is gone. */
  async go(place: string): Promise<void> {
    await this.page.keyboard.press('Control+g')
    await this.place.fill(place)
    await this.place.press('Enter')
    await this.root.waitFor({ state: 'detached' })
  }
}
