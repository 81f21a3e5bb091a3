import type { Locator, Page } from '@playwright/test'

/** Tells of a host key that the app does not accept; there is nothing to choose in it. */
export class TrustAlert {
  readonly root: Locator
  readonly close: Locator

  constructor(page: Page, title: RegExp) {
    this.root = page.getByRole('alertdialog', { name: title })
    this.close = this.root.getByRole('button', { name: 'Close' })
  }

  /** What stands under a name, such as "It shows". */
  value(name: 'It shows' | 'Known until now'): Locator {
    return this.root.locator(`dt:text-is("${name}") + dd`)
  }
}
