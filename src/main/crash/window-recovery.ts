import { createBudget } from '../budget'

const MAX_RELOADS_PER_MINUTE = 3

/** What is needed of a window's page; `WebContents` is one. */
export interface RecoverablePage {
  on(event: 'render-process-gone', listener: (event: unknown, details: { reason: string; exitCode: number }) => void): unknown
  on(event: 'did-fail-load', listener: (event: unknown, code: number, description: string, url: string, isMainFrame: boolean) => void): unknown
  on(event: 'preload-error', listener: (event: unknown, path: string, error: Error) => void): unknown
  on(event: 'unresponsive' | 'responsive' | 'did-finish-load', listener: () => void): unknown
  getURL(): string
  loadURL(url: string): Promise<void>
  forcefullyCrashRenderer(): void
}

export interface RecoverableWindow {
  isDestroyed(): boolean
  isVisible(): boolean
  show(): void
  close(): void
  readonly webContents: RecoverablePage
}

export interface Question {
  message: string
  detail: string
  /** The first one is what Enter means, the last one Escape. */
  buttons: [yes: string, no: string]
}

export interface RecoveryPorts {
  /** The window's own page, and the one that says that it keeps ending. */
  page: string
  stoppedPage: string
  note(level: 'warn' | 'error', text: string): void
  /** Says a sentence in the window, once its page is there. */
  say(text: string): void
  /** Asks the person beside the window; true for the first button. When `over` is aborted, nobody has to answer any more. */
  ask(question: Question, over?: AbortSignal): Promise<boolean>
  /** No person is there to answer (a picture is being taken): `giveUp` instead of asking. */
  giveUp: ((reason: string) => void) | null
  now(): number
}

const AGAIN = 'The window stopped working and was loaded again. Your workspaces and their logs are not touched.'

/**
 * Keeps a window when its page's process ends or hangs: loads the page again and says so. After three times in a minute a
 * plain page without scripts stands there, with a link that tries again; if even that one ends, a dialog asks. So there is
 * always something to see, and a way on from it.
 */
export function recoverWindow(window: RecoverableWindow, ports: RecoveryPorts): void {
  const reloads = createBudget(MAX_RELOADS_PER_MINUTE, 60_000)
  const { webContents } = window
  let ended = false
  /** An open question whether to wait for a page that hangs. */
  let hanging: AbortController | null = null

  // Not inside the event: Chromium is still taking the old process apart, and the whole app can go down with it.
  const load = (url: string): void => void setImmediate(() => {
    // A failure is told by `did-fail-load`, which has the reason.
    if (!window.isDestroyed()) webContents.loadURL(url).catch(() => undefined)
  })

  webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return
    hanging?.abort()
    const inPlain = webContents.getURL() === ports.stoppedPage
    const again = !inPlain && reloads.spend(ports.now())
    ports.note(again ? 'warn' : 'error', `window's process ended${again ? '' : ' once more'}: ${details.reason} (${details.exitCode})`)
    if (again) {
      ended = true
      return load(ports.page)
    }
    if (ports.giveUp) return ports.giveUp(`the window's process keeps ending (${details.reason})`)
    if (!inPlain) {
      // Who tries again from there has a clean slate.
      reloads.reset()
      return load(ports.stoppedPage)
    }
    const question: Question = {
      message: 'The window stopped working several times',
      detail: 'Your workspaces and their logs are not touched. The file tailpane.log in the app’s folder says more.',
      buttons: ['Load the window again', 'Close'],
    }
    void ports.ask(question).then((yes) => {
      if (window.isDestroyed()) return
      if (yes) load(ports.page)
      else window.close()
    })
  })

  webContents.on('did-finish-load', () => {
    if (!ended || webContents.getURL() !== ports.page) return
    ended = false
    ports.say(AGAIN)
  })

  webContents.on('unresponsive', () => {
    ports.note('warn', 'window does not answer')
    if (ports.giveUp || hanging) return
    const asked = new AbortController()
    hanging = asked
    const question: Question = {
      message: 'The window does not answer',
      detail: 'It may come back by itself. Loading it again keeps your workspaces and tabs open.',
      buttons: ['Load the window again', 'Wait'],
    }
    void ports.ask(question, asked.signal).then((yes) => {
      if (hanging === asked) hanging = null
      // Its process is ended, which then brings the page back as after any end.
      if (yes && !asked.signal.aborted && !window.isDestroyed()) webContents.forcefullyCrashRenderer()
    })
  })
  webContents.on('responsive', () => {
    ports.note('warn', 'window answers again')
    hanging?.abort()
    hanging = null
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
}
