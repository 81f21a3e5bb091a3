import type { BrowserWindow } from 'electron'
import type { MainCommand } from '@shared/commands'

export interface MainCommandPorts {
  quit(): void
  mute(): void
  newWindow(): void
  saveDiagnostics(window: BrowserWindow | null): void
}

/** Steps of the zoom, as Chromium counts them: each is a fifth larger, so that 200 % are less than four away. */
const ZOOM_STEP = 0.5
const MOST_ZOOM = 4

/** What the commands do that main runs; `window` is the one that they were asked for in. */
export function runInMain(command: MainCommand, window: BrowserWindow | null, ports: MainCommandPorts): void {
  switch (command) {
    case 'quit':
      return ports.quit()
    case 'watch.mute':
      return ports.mute()
    case 'window.new':
      return ports.newWindow()
    case 'diagnostics.save':
      return ports.saveDiagnostics(window)
    case 'full-screen':
      return window?.setFullScreen(!window.isFullScreen())
    case 'zoom.reset':
      return zoomTo(window, 0)
    case 'zoom.in':
      return zoomTo(window, (window?.webContents.getZoomLevel() ?? 0) + ZOOM_STEP)
    case 'zoom.out':
      return zoomTo(window, (window?.webContents.getZoomLevel() ?? 0) - ZOOM_STEP)
  }
}

function zoomTo(window: BrowserWindow | null, level: number): void {
  window?.webContents.setZoomLevel(Math.max(-MOST_ZOOM / 2, Math.min(MOST_ZOOM, level)))
}
