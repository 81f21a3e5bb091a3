import type { Locator, Page } from '@playwright/test'

/** Search over whole logs, at the right of the window. */
export class SearchPanel {
  readonly root: Locator
  readonly field: Locator
  readonly scope: Locator
  readonly status: Locator
  readonly list: Locator
  /** The lines found that are drawn now. */
  readonly hits: Locator
  /** The logs that they stand in. */
  readonly logs: Locator
  readonly more: Locator

  constructor(page: Page) {
    this.root = page.getByTestId('search-panel')
    this.field = this.root.getByRole('textbox', { name: 'Search whole logs' })
    this.scope = this.root.getByRole('combobox', { name: 'Where' })
    this.status = this.root.getByTestId('search-status')
    this.list = this.root.getByRole('listbox', { name: 'Lines found' })
    this.hits = this.list.locator('[data-kind="hit"]')
    this.logs = this.list.locator('[data-kind="log"]')
    this.more = this.root.getByRole('button', { name: 'More', exact: true })
  }

  toggle(name: 'Match case' | 'Whole words' | 'Regular expression'): Locator {
    return this.root.getByRole('button', { name })
  }
}
