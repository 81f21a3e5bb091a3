import { dialog, type BrowserWindow } from 'electron'
import type { Question } from './window-recovery'

/** Asks the person in a dialog of the window; true for the first button. */
export async function askBeside(window: BrowserWindow, { message, detail, buttons }: Question, over?: AbortSignal): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message,
    detail,
    buttons,
    defaultId: 0,
    cancelId: 1,
    noLink: true,
    ...(over ? { signal: over } : {}),
  })
  return response === 0
}
