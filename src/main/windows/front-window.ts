import { app, BrowserWindow } from 'electron'

let last: BrowserWindow | null = null

/** Remembers which window a person used last. */
export function watchFront(): void {
  app.on('browser-window-focus', (_event, window) => (last = window))
}

/** The window that the person is in, or was in last; null when there is none. What is asked of the app as a whole goes there. */
export function frontWindow(): BrowserWindow | null {
  const focused = BrowserWindow.getFocusedWindow()
  if (focused) return focused
  if (last && !last.isDestroyed()) return last
  return BrowserWindow.getAllWindows()[0] ?? null
}
