import { join } from 'node:path'
import { app, BrowserWindow, screen } from 'electron'
import type { LaunchArguments } from './launch'
import { pagePreferences } from './page-preferences'
import { windowBackground } from './theme'
import { frontWindow, placeFileOf } from './windows'
import { DEFAULT_SIZE, MIN_HEIGHT, MIN_WIDTH, placeWindow, readWindow, saveWindow } from './window-bounds'

/** Where the built preload lies, seen from the built main. */
const preload = join(__dirname, '../preload/index.js')

/**
 * Makes the app's window, empty. It shows itself when its page has something to see, at
 * the place it had last time; for a picture it always has the standard size. `slot`: its number, from 1.
 */
export function makeWindow(launch: LaunchArguments, slot: number): BrowserWindow {
  const placeFile = join(app.getPath('userData'), placeFileOf(slot))
  const forPicture = launch.shotFile !== null
  const saved = forPicture ? null : readWindow(placeFile)
  const place = forPicture ? DEFAULT_SIZE : placeWindow(saved, screen.getAllDisplays().map((d) => d.workArea))
  const window = new BrowserWindow({
    ...(saved === null && slot > 1 ? besideFront(place) : place),
    useContentSize: forPicture,
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    title: slot === 1 ? 'Tailpane' : `Tailpane (${slot})`,
    show: false,
    // A page that paints takes itself for visible, and its panes for looked at.
    paintWhenInitiallyHidden: !launch.hidden,
    backgroundColor: windowBackground(),
    webPreferences: pagePreferences(preload, app.isPackaged),
  })
  window.once('ready-to-show', () => {
    // Started hidden, it has its first picture when the person opens it.
    if (saved?.maximized) window.maximize()
    if (!launch.hidden) window.show()
  })
  // The page's <title> says the same; this keeps log text from ever getting there.
  window.on('page-title-updated', (event) => event.preventDefault())
  if (!forPicture) {
    window.on('close', () => saveWindow(placeFile, { ...window.getNormalBounds(), maximized: window.isMaximized() }))
  }
  return window
}

/** A window that has no place yet does not hide the one it was opened from. */
function besideFront(place: { width: number; height: number }): { width: number; height: number; x?: number; y?: number } {
  const front = frontWindow()?.getBounds()
  return front ? { ...place, x: front.x + 32, y: front.y + 32 } : place
}
