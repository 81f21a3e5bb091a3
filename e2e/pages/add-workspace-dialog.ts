import type { Locator, Page } from '@playwright/test'

export class AddWorkspaceDialog {
  readonly root: Locator
  readonly where: Locator
  readonly error: Locator

  constructor(page: Page) {
    this.root = page.getByRole('dialog', { name: 'Add workspace' })
    this.where = this.root.getByLabel('Where')
    this.error = this.root.getByRole('alert')
  }

  async open(target: string): Promise<void> {
    await this.where.fill(target)
    await this.root.getByRole('button', { name: 'Open', exact: true }).click()
  }
}
