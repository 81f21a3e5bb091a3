import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import type { RunningApp } from '../fixtures/electron'
import { AddWorkspaceDialog } from './add-workspace-dialog'
import { AgentTab } from './agent-tab'
import { GoToDialog } from './go-to-dialog'
import { HistoryDialog } from './history-dialog'
import { HostKeyDialog } from './host-key-dialog'
import { LogPane } from './log-pane'
import { SearchPanel } from './search-panel'
import { SettingsDialog } from './settings-dialog'
import { Sidebar } from './sidebar'

/** The app's window: where everything else is found. */
export class AppWindow {
  readonly sidebar: Sidebar
  readonly addWorkspace: AddWorkspaceDialog
  readonly hostKey: HostKeyDialog
  readonly goTo: GoToDialog
  readonly history: HistoryDialog
  readonly settings: SettingsDialog
  readonly search: SearchPanel
  readonly statusBar: Locator
  readonly notices: Locator

  constructor(
    readonly page: Page,
    readonly app: RunningApp,
  ) {
    this.sidebar = new Sidebar(page)
    this.addWorkspace = new AddWorkspaceDialog(page)
    this.hostKey = new HostKeyDialog(page)
    this.goTo = new GoToDialog(page)
    this.history = new HistoryDialog(page)
    this.settings = new SettingsDialog(page)
    this.search = new SearchPanel(page)
    this.statusBar = page.getByRole('contentinfo', { name: 'Status' })
    this.notices = page.getByRole('region', { name: 'Notices' })
  }

  /** The page has heard what the command line asked for. */
  async ready(): Promise<void> {
    await expect(this.page.locator('html[data-summary]')).toBeAttached()
  }

  /** A log's pane in the tab that is in front, by the kind of its log or by its path. */
  pane(log: 'startup' | 'agent' | { path: string }): LogPane {
    const which = typeof log === 'string' ? `[data-log-kind="${log}"]` : `[data-log-path="${log.path}"]`
    return new LogPane(this, this.page.locator(`[data-testid="pane"]${which}:visible`))
  }

  tab(agent: string): AgentTab {
    return new AgentTab(this.page, agent)
  }

  /** Runs a command of the application menu, as a click on its item does. */
  async menu(command: string): Promise<void> {
    await this.app.tell(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), command)
  }

  /** The system's own dialogs cannot be driven: from now on they answer as if the person had chosen this file (absolute path). */
  chooses(path: string): Promise<void> {
    return this.app.tell(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] })
    }, path)
  }

  readClipboard(): Promise<string> {
    return this.app.ask(({ clipboard }) => clipboard.readText())
  }

  writeClipboard(text: string): Promise<void> {
    return this.app.tell(({ clipboard }, value) => clipboard.writeText(value), text)
  }

  /** The process id of the engine; null while none runs. */
  enginePid(): Promise<number | null> {
    return this.app.ask(({ app }) => app.getAppMetrics().find((one) => one.name === 'Tailpane engine')?.pid ?? null)
  }

  rendererPid(): Promise<number> {
    return this.app.ask(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0)
  }

  /** Size of the window's content in CSS pixels. */
  async resize(width: number, height: number): Promise<void> {
    await this.app.tell(
      ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h),
      [width, height] as const,
    )
    await expect.poll(() => this.page.evaluate(() => innerWidth)).toBe(width)
  }

  /** Keeps a picture for a person to look at, in the folder of artifacts. */
  async picture(name: string): Promise<void> {
    const folder = join(process.env['TAILPANE_ARTIFACTS'] ?? 'artifacts', 'screens')
    mkdirSync(folder, { recursive: true })
    // What is being painted for the last change is on screen after two frames.
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    await this.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
  }

  close(): Promise<number[]> {
    return this.app.close()
  }
}
