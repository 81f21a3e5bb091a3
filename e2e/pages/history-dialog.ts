import type { Locator, Page } from '@playwright/test'

/** Saved runs, and what is given away of them. */
export class HistoryDialog {
  readonly root: Locator
  readonly field: Locator
  readonly rows: Locator

  constructor(private readonly page: Page) {
    this.root = page.getByRole('dialog', { name: 'History' })
    this.field = this.root.getByRole('searchbox')
    this.rows = this.root.locator('.history-row')
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'History' }).click()
    await this.root.waitFor()
  }

  row(text: string): Locator {
    return this.rows.filter({ hasText: text })
  }

  async import(): Promise<void> {
    await this.root.getByRole('button', { name: 'Import…' }).click()
  }

  get exporting(): Locator {
    return this.page.getByRole('dialog', { name: 'Export' })
  }
}
