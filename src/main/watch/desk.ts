import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, BrowserWindow, dialog } from 'electron'
import type { EngineHealth, PushName, Pushes } from '@shared/contract/channels'
import { NOTHING_WATCHED, type Evidence, type RunOutcome, type WatchSummary } from '@shared/contract/watch'
import type { Settings } from '@shared/settings'
import { closingPlan } from './closing'
import { showNotice } from './electron-notice'
import { createElectronTray } from './electron-tray'
import { autostartFile, HIDDEN_SWITCH, setAutostart } from './login-start'
import { createMute } from './mute'
import { createNotifier } from './notifier'
import { createTray } from './tray'
import { watchTrayHost, type TrayHost } from './tray-host'
import { openTrayMemory } from './tray-memory'
import type { TrayAction } from './tray-state'

export interface DeskPorts {
  profile: string
  settings(): Settings
  /** Shows the window and brings it to the front. */
  openWindow(): void
  push<N extends PushName>(name: N, payload: Pushes[N]): void
  note(level: 'info' | 'warn', text: string): void
}

/** The app's place on the desktop beside its window: tray, notices, and what closing and quitting do. */
export interface Desk {
  /** The first page is painted; `hidden`: without a window. Later calls change nothing. */
  start(hidden: boolean): void
  take(outcome: RunOutcome): void
  setSummary(summary: WatchSummary): void
  setEngine(health: EngineHealth): void
  applySettings(settings: Settings): void
  /** The agent whose tab is in front of a window; `window` is the id of its contents. */
  setFront(window: number, agentId: string | null): void
  mute(muted: boolean): void
  /** Until when notices are muted, ms since the epoch; null when they are shown. */
  mutedUntilMs(): number | null
  /** The person closes the window; false when the app keeps it. */
  mayClose(window: BrowserWindow): boolean
  /** The person quits; the first time that this ends a watch, it is said. */
  quit(): void
  /** The app is on its way out. */
  ending(): void
}

export function createDesk(ports: DeskPorts): Desk {
  const memory = openTrayMemory(join(ports.profile, 'tray.json'), ports.note)
  const tray = createTray({ surface: createElectronTray(), run })
  const mute = createMute(memory, () => {
    tray.setMuted(mute.untilMs())
    ports.push('watch.muted', { untilMs: mute.untilMs() })
  })
  let summary = NOTHING_WATCHED
  let settings = ports.settings()
  const front = new Map<number, string | null>()
  let started = false
  let quitting = false
  /** The window is hidden because the tray leads back to it. */
  let tucked = false
  let host: TrayHost | null = null

  const notifier = createNotifier({
    settings: ports.settings,
    inFront: (agentId) => front.get(BrowserWindow.getFocusedWindow()?.webContents.id ?? -1) === agentId,
    muted: () => mute.untilMs() !== null,
    show: showNotice,
    onClick: ({ agentId, evidence }) => showAgent(agentId, evidence),
    now: () => performance.now(),
  })

  function showAgent(agentId: string, evidence: Evidence | null): void {
    ports.openWindow()
    ports.push('agent.show', { agentId, evidence })
  }

  function run(action: TrayAction): void {
    switch (action.kind) {
      case 'agent':
        return showAgent(action.agentId, null)
      case 'open':
        return ports.openWindow()
      case 'mute':
        return mute.set(action.muted)
      case 'settings':
        ports.openWindow()
        return ports.push('command.run', { command: 'settings' })
      case 'quit':
        return quit()
    }
  }

  const watching = (): boolean => settings.watch && summary.watched > 0

  /** Without a tray nobody finds a window that is hidden. */
  function reveal(): void {
    if (!tucked || tray.shown) return
    tucked = false
    for (const window of BrowserWindow.getAllWindows()) if (!window.isVisible()) minimise(window)
  }

  function minimise(window: BrowserWindow): void {
    // A window that was never shown has nothing in the task bar.
    window.showInactive()
    window.minimize()
  }

  function sayAtClosing(window: BrowserWindow, plan: 'hide' | 'minimise'): void {
    const first = !memory.get().saidClosing
    if (first) memory.set({ saidClosing: true })
    if (plan === 'hide') {
      tucked = true
      window.hide()
      if (first) showNotice({ title: 'Tailpane goes on watching', body: 'It is in the tray; quit it there.' }, ports.openWindow)
      return
    }
    if (!first) return minimise(window)
    void dialog
      .showMessageBox(window, {
        type: 'info',
        message: 'Tailpane goes on watching your workspaces',
        detail: 'This desktop has no tray, so the window is minimised instead of closed.',
        buttons: ['Minimise', 'Quit'],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })
      .then(({ response }) => (response === 1 ? app.quit() : window.isDestroyed() || minimise(window)))
  }

  function quit(): void {
    if (!watching() || memory.get().saidQuitting) return app.quit()
    memory.set({ saidQuitting: true })
    const keep = tray.shown ? 'close the window: Tailpane stays in the tray.' : 'minimise the window.'
    void dialog
      .showMessageBox({
        type: 'question',
        message: 'Quitting ends the watch',
        detail: `You are then not told when a start fails. To keep the watch, ${keep}`,
        buttons: ['Quit', 'Keep watching'],
        defaultId: 0,
        cancelId: 1,
        noLink: true,
      })
      .then(({ response }) => response === 0 && app.quit())
  }

  function applyLogin(on: boolean): void {
    try {
      if (process.platform === 'linux') {
        const program = process.env['APPIMAGE'] ?? process.execPath
        setAutostart(on, autostartFile(process.env, homedir()), app.isPackaged ? [program] : [program, app.getAppPath()])
      } else {
        app.setLoginItemSettings({ openAtLogin: on, args: [HIDDEN_SWITCH] })
      }
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
      ports.note('warn', `start at login not set: ${reason}`)
      ports.push('notice.show', { text: `Starting at login could not be set (${reason}).` })
    }
  }

  return {
    start(hidden) {
      if (started) return
      tray.setWatching(settings.watch)
      tray.setMuted(mute.untilMs())
      started = true
      tucked = hidden
      void watchTrayHost({ platform: process.platform, env: process.env, note: ports.note }, (there) => {
        tray.setHost(there)
        reveal()
      }).then((found) => {
        host = found
        if (quitting) host.stop()
      })
    },
    take(outcome) {
      if (started) notifier.take(outcome)
    },
    setSummary(next) {
      summary = next
      tray.setSummary(next)
    },
    setEngine: tray.setEngine,
    applySettings(next) {
      const before = settings
      settings = next
      tray.setWatching(next.watch)
      reveal()
      if (next.startAtLogin !== before.startAtLogin) applyLogin(next.startAtLogin)
    },
    setFront: (window, agentId) => void front.set(window, agentId),
    mute: mute.set,
    mutedUntilMs: mute.untilMs,
    mayClose(window) {
      const alive = !window.webContents.isCrashed()
      const plan = closingPlan({ quitting, watching: watching(), tray: tray.shown, alive })
      if (plan === 'close') return true
      sayAtClosing(window, plan)
      return false
    },
    quit,
    ending() {
      quitting = true
      notifier.stop()
      mute.stop()
      host?.stop()
    },
  }
}
