import { app, BrowserWindow, dialog } from 'electron'
import { describeError, type Diary } from './diary'

/**
 * Errors that nobody caught go to the diary. With a window open the app goes on; without
 * one nothing would ever be seen, so it says so and ends. `unattended`: nobody is there
 * to close a dialog.
 */
export function catchProcessErrors(diary: Diary, unattended: boolean): void {
  const hear = (what: string) => (error: unknown) => {
    diary.note('error', `${what}: ${describeError(error)}`)
    if (BrowserWindow.getAllWindows().length > 0) return
    const message = error instanceof Error ? error.message : String(error)
    if (unattended) process.stderr.write(`tailpane: could not start: ${message}\n`)
    else dialog.showErrorBox('Tailpane could not start', message)
    app.exit(1)
  }
  process.on('uncaughtException', hear('uncaught'))
  process.on('unhandledRejection', hear('unhandled rejection'))
}
