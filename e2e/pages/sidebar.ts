import type { Locator, Page } from '@playwright/test'

/** The list of workspaces and their agents. */
export class Sidebar {
  readonly root: Locator
  readonly rows: Locator
  readonly addWorkspace: Locator
  readonly openSettings: Locator

  constructor(page: Page) {
    this.root = page.getByRole('navigation', { name: 'Workspaces' })
    this.rows = this.root.getByRole('treeitem')
    this.addWorkspace = this.root.getByRole('button', { name: 'Add workspace' })
    this.openSettings = this.root.getByRole('button', { name: 'Settings' })
  }

  /** The row of an agent or a workspace, by its name. */
  row(name: string): Locator {
    return this.rows.filter({ has: this.root.page().locator(`.sidebar-name:text-is("${name}")`) })
  }
}
