import { BrowserWindow } from 'electron'
import { askBeside, recoverWindow } from './crash'
import type { Diary } from './diary'
import { pushTo } from './ipc'
import type { LaunchArguments } from './launch'
import { takePicture } from './shot'
import { makeWindow } from './window'

/** A page that was loaded says that it is painted within this, or never will (ms). */
const PAINT_BOUND_MS = 2000

export interface MainWindowPorts {
  page: string
  launch: LaunchArguments
  diary: Diary
  /** The page was loaded, whether or not it said that it is painted; called again whenever it is loaded again. */
  onPage(): void
  /** The person closes the window; false when the app keeps it. */
  mayClose(window: BrowserWindow): boolean
  /** Ends the app with this exit code; its picture is taken or cannot be. */
  exit(code: number): void
}

/** The app's one window: opens it, keeps it through crashes of its page, takes its picture when asked for. */
export function createMainWindow(ports: MainWindowPorts): { show(): void; focus(): void } {
  const { page, launch, diary } = ports
  const { shotFile } = launch

  function end(code: number, line: string): void {
    // The exit waits for the line: a pipe may take it only in a later turn.
    const stream = code === 0 ? process.stdout : process.stderr
    stream.write(`${line}\n`, () => ports.exit(code))
  }

  function show(): void {
    const window = makeWindow(launch)
    // A hidden page has no first picture to wait for; one that fails before it has one still gets its engine.
    window.webContents.once('did-finish-load', () => void setTimeout(ports.onPage, launch.hidden ? 0 : PAINT_BOUND_MS))
    window.on('close', (event) => {
      if (shotFile === null && !ports.mayClose(window)) event.preventDefault()
    })
    window.webContents.on('did-fail-load', ports.onPage)
    window.webContents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument && window.isVisible()) ports.onPage()
    })
    recoverWindow(window, {
      page,
      stoppedPage: new URL('stopped.html', page).href,
      note: diary.note,
      say: (text) => pushTo(window, 'notice.show', { text }),
      ask: (question, over) => askBeside(window, question, over),
      giveUp: shotFile === null ? null : (reason) => end(1, `tailpane: ${reason}`),
      now: () => performance.now(),
    })
    void window.loadURL(page).catch(() => {
      // Told by `did-fail-load`, which has the reason.
    })
    if (shotFile === null) return
    takePicture(window, shotFile).then(
      (summary) => end(0, `${launch.demo ? 'demo' : 'shot'}: ${summary}; picture ${launch.shotName}`),
      (error: unknown) => end(1, `tailpane: ${error instanceof Error ? error.message : String(error)}`),
    )
  }

  return {
    show,
    focus() {
      const window = BrowserWindow.getAllWindows()[0]
      if (!window) return show()
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
  }
}
