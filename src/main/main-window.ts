import { BrowserWindow, type WebContents } from 'electron'
import { askBeside, recoverWindow } from './crash'
import type { Diary } from './diary'
import { pushTo } from './ipc'
import type { LaunchArguments } from './launch'
import { takePicture } from './shot'
import { makeWindow } from './window'
import { freeSlot, frontWindow } from './windows'

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

export interface MainWindows {
  /** Opens the first window. */
  show(): void
  /** Brings the window in front forward, or opens one where there is none. */
  focus(): void
  /** Opens one more; false when there are as many as there may be. */
  open(): boolean
  /** The number of a window, by which what is remembered of it is found; 1 is the first. */
  slotOf(contents: WebContents): number
}

/** The app's windows: opens them, keeps them through crashes of their pages, takes a picture of the first when asked for. */
export function createMainWindows(ports: MainWindowPorts): MainWindows {
  const { page, launch, diary } = ports
  const { shotFile } = launch
  const slots = new Map<BrowserWindow, number>()

  function end(code: number, line: string): void {
    // The exit waits for the line: a pipe may take it only in a later turn.
    const stream = code === 0 ? process.stdout : process.stderr
    stream.write(`${line}\n`, () => ports.exit(code))
  }

  function open(): boolean {
    const slot = freeSlot([...slots.values()])
    if (slot === null) return false
    const window = makeWindow(slots.size === 0 ? launch : { ...launch, hidden: false, shotFile: null }, slot)
    slots.set(window, slot)
    window.once('closed', () => slots.delete(window))
    // A hidden page has no first picture to wait for; one that fails before it has one still gets its engine.
    window.webContents.once('did-finish-load', () => void setTimeout(ports.onPage, launch.hidden ? 0 : PAINT_BOUND_MS))
    window.on('close', (event) => {
      // The last window is what leads to the tray; the others just go.
      if (shotFile === null && slots.size === 1 && !ports.mayClose(window)) event.preventDefault()
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
    if (shotFile === null || slots.size > 1) return true
    takePicture(window, shotFile).then(
      (summary) => end(0, `${launch.demo ? 'demo' : 'shot'}: ${summary}; picture ${launch.shotName}`),
      (error: unknown) => end(1, `tailpane: ${error instanceof Error ? error.message : String(error)}`),
    )
    return true
  }

  return {
    show: () => void open(),
    open,
    slotOf: (contents) => slots.get(BrowserWindow.fromWebContents(contents) ?? ({} as BrowserWindow)) ?? 1,
    focus() {
      const window = frontWindow()
      if (!window) return void open()
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
  }
}
