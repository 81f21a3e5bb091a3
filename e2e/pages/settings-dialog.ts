import type { Locator, Page } from '@playwright/test'

export class SettingsDialog {
  readonly root: Locator
  readonly error: Locator

  constructor(page: Page) {
    this.root = page.getByRole('dialog', { name: 'Settings' })
    this.error = this.root.getByRole('alert')
  }

  number(label: 'Rows per pane' | 'Size of log text' | 'Memory per log' | 'Memory for all logs'): Locator {
    return this.root.getByLabel(label)
  }

  theme(name: 'Like the system' | 'Dark' | 'Light'): Locator {
    return this.root.getByRole('radio', { name })
  }

  async close(): Promise<void> {
    await this.root.getByRole('button', { name: 'Close' }).click()
    await this.root.waitFor({ state: 'detached' })
  }
}
