import { dialog, type BrowserWindow } from 'electron'
import { createBudget } from './budget'

const MAX_RELOADS_PER_MINUTE = 3

export interface RecoveryPorts {
  note(level: 'warn' | 'error', text: string): void
  /** No person is there to answer (a picture is being taken): `giveUp` instead of asking. */
  giveUp: ((reason: string) => void) | null
}

/** Keeps the window when its page's process ends: loads the page again, and after three times in a minute asks. */
export function recoverWindow(window: BrowserWindow, ports: RecoveryPorts): void {
  const reloads = createBudget(MAX_RELOADS_PER_MINUTE, 60_000)
  const { webContents } = window
  // Not inside the event: Chromium is still taking the old process apart, and the whole app can go down with it.
  const reload = (): void => void setImmediate(() => window.isDestroyed() || webContents.reload())
  webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return
    ports.note('error', `window's process ended: ${details.reason} (${details.exitCode})`)
    if (reloads.spend(Date.now())) return reload()
    if (ports.giveUp) return ports.giveUp(`the window's process keeps ending (${details.reason})`)
    void ask(window).then((again) => {
      if (window.isDestroyed()) return
      if (!again) return window.close()
      reloads.reset()
      reload()
    })
  })
  webContents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
    // -3 is a load that was called off, by a reload for example.
    if (!isMainFrame || code === -3) return
    ports.note('error', `window not loaded: ${description} (${code}) ${url.slice(0, 200)}`)
    ports.giveUp?.(`the window could not be loaded (${description})`)
    // Without a first paint the window would never show, and the app would seem not to have started.
    if (!window.isVisible()) window.show()
  })
  webContents.on('preload-error', (_event, _path, error) => ports.note('error', `preload: ${error.message}`))
  webContents.on('unresponsive', () => ports.note('warn', 'window does not answer'))
}

async function ask(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The window stopped working several times',
    detail: 'Your workspaces and their logs are not touched. The file tailpane.log in the app’s folder says more.',
    buttons: ['Load the window again', 'Close'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  return response === 0
}
