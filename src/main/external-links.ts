import { BrowserWindow, dialog, shell } from 'electron'
import { externalAddress } from './external-address'

/**
 * Opens a page of the allowed list in the person's browser; the only way out of the app. The address is shown in full before,
 * and nothing leaves unless the person says so.
 */
export async function openExternalLink(url: string): Promise<void> {
  const address = externalAddress(url)
  if (address === null) return
  const question = {
    type: 'question' as const,
    message: 'Open this page in your browser?',
    detail: address,
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  }
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  const { response } = await (window ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question))
  if (response === 0) await shell.openExternal(address)
}
