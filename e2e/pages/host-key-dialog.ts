import type { Locator, Page } from '@playwright/test'

/** The question about a host key that nobody knows yet. */
export class HostKeyDialog {
  readonly root: Locator
  readonly refuse: Locator
  readonly accept: Locator

  constructor(page: Page) {
    this.root = page.getByRole('alertdialog', { name: /is not known yet$/ })
    this.refuse = this.root.getByRole('button', { name: 'Refuse' })
    this.accept = this.root.getByRole('button', { name: 'Accept' })
  }

  /** What the dialog says under a name, such as "Fingerprint". */
  value(name: 'Host' | 'Address' | 'Type' | 'Fingerprint'): Locator {
    return this.root.locator(`dt:text-is("${name}") + dd`)
  }
}
