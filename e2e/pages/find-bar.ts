import type { Locator } from '@playwright/test'

/** Find in the whole log, inside one pane. */
export class FindBar {
  readonly root: Locator
  readonly field: Locator
  readonly count: Locator
  /** What was searched, and how. */
  readonly note: Locator
  readonly problem: Locator

  constructor(pane: Locator) {
    this.root = pane.getByTestId('find-bar')
    this.field = this.root.getByRole('textbox', { name: 'Find' })
    this.count = this.root.getByTestId('find-count')
    this.note = this.root.getByTestId('find-note')
    this.problem = this.root.locator('[data-problem="true"]')
  }

  toggle(name: 'Match case' | 'Whole words' | 'Regular expression'): Locator {
    return this.root.getByRole('button', { name })
  }
}
