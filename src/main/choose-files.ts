import { BrowserWindow, dialog, type WebContents } from 'electron'
import { OPEN_FILES } from '@shared/contract/files'

/** Asks the person for files to open; absolute paths, none when they chose none. */
export async function chooseFiles(from: WebContents): Promise<string[]> {
  const window = BrowserWindow.fromWebContents(from)
  if (!window) return []
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open files',
    properties: ['openFile', 'multiSelections', 'showHiddenFiles'],
    filters: [
      { name: 'All files', extensions: ['*'] },
      { name: 'Logs', extensions: ['log', 'txt', 'out', 'err', 'gz', 'zst'] },
      { name: 'Recordings and support bundles', extensions: ['zip'] },
    ],
  })
  return canceled ? [] : filePaths.slice(0, OPEN_FILES)
}
