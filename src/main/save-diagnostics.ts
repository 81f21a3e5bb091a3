import { readFileSync } from 'node:fs'
import { homedir, hostname, release, userInfo } from 'node:os'
import { join } from 'node:path'
import { app, dialog, type BrowserWindow } from 'electron'
import type { Settings } from '@shared/settings'
import { diagnosticsText } from './diagnostics'
import { shownVersion } from './launch'
import { writeWhole } from './write-whole'

/** Asks where, and writes there what helps to find a fault. Returns what to tell the person; null when they chose no file. */
export async function saveDiagnostics(window: BrowserWindow | null, profile: string, settings: Settings): Promise<string | null> {
  const options = { title: 'Save diagnostics', defaultPath: 'tailpane-diagnostics.txt' }
  const { canceled, filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
  if (canceled || !filePath) return null
  const { electron, chrome, node } = process.versions
  const text = diagnosticsText({
    facts: {
      Tailpane: shownVersion(app.getVersion(), electron),
      Electron: electron,
      Chromium: chrome,
      Node: node,
      System: `${process.platform} ${process.arch} ${release()}`,
      Packaged: String(app.isPackaged),
      'Running for': `${Math.round(process.uptime())} s`,
      Processes: app.getAppMetrics().map((one) => `${one.name ?? one.type} ${Math.round(one.memory.workingSetSize / 1024)} MB`).join(', '),
    },
    settings,
    diary: ['tailpane.old.log', 'tailpane.log'].map((name) => readIfThere(join(profile, 'logs', name))).join(''),
    personal: { home: homedir(), user: userInfo().username, machine: hostname() },
  })
  try {
    writeWhole(filePath, text)
    return 'Diagnostics were saved. Read them through before you give them on.'
  } catch (error) {
    return `Diagnostics could not be saved (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'}).`
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
