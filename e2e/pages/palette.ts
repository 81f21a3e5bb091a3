import type { Locator, Page } from '@playwright/test'

/** The palette: every command and place by its name. */
export class Palette {
  readonly root: Locator
  readonly field: Locator
  readonly options: Locator

  constructor(private readonly page: Page) {
    this.root = page.getByRole('dialog', { name: 'Commands and places' })
    this.field = this.root.getByRole('combobox')
    this.options = this.root.getByRole('option')
  }

  /** Opens it and takes the first of what matches. */
  async run(text: string): Promise<void> {
    await this.page.keyboard.press('Control+Shift+P')
    await this.field.fill(text)
    await this.options.first().waitFor()
    await this.page.keyboard.press('Enter')
    await this.root.waitFor({ state: 'detached' })
  }
}
