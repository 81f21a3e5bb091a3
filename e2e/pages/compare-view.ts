import { expect, type Locator, type Page } from '@playwright/test'

/** Two runs beside each other, in an agent's tab. */
export class CompareView {
  readonly root: Locator
  /** What diverges first, with both lines. */
  readonly divergence: Locator
  readonly rows: Locator
  readonly table: Locator
  /** The row that a step or a click went to. */
  readonly current: Locator
  readonly left: Locator
  readonly right: Locator
  readonly onlyDifferences: Locator

  constructor(page: Page) {
    this.root = page.getByTestId('compare').filter({ visible: true })
    this.divergence = this.root.getByTestId('divergence')
    this.table = this.root.getByTestId('compare-rows')
    this.rows = this.table.locator('.compare-row')
    this.current = this.table.locator('.compare-row[data-current="true"]')
    this.left = this.root.getByLabel('Then')
    this.right = this.root.getByLabel('Now')
    this.onlyDifferences = this.root.getByLabel('Only differences')
  }

  async isDone(): Promise<void> {
    await expect(this.root).toHaveAttribute('data-phase', 'done')
  }

  button(name: string): Locator {
    return this.root.getByRole('button', { name })
  }
}
