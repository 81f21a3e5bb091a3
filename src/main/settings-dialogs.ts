import { readFile, stat, writeFile } from 'node:fs/promises'
import { dialog, type BrowserWindow } from 'electron'
import type { Failure, Result } from '@shared/model'
import type { Settings } from '@shared/settings'
import { MAX_SETTINGS_BYTES, readSettingsFile, writeSettingsFile } from './settings-file'

const filters = [{ name: 'JSON', extensions: ['json'] }]

/** Asks for a file and writes the settings into it. */
export async function exportSettings(window: BrowserWindow | null, settings: Settings): Promise<Result<{ saved: boolean }>> {
  if (!window) return { ok: true, value: { saved: false } }
  const { canceled, filePath } = await dialog.showSaveDialog(window, { title: 'Export settings', defaultPath: 'tailpane-settings.json', filters })
  if (canceled || !filePath) return { ok: true, value: { saved: false } }
  try {
    await writeFile(filePath, writeSettingsFile(settings), { mode: 0o600 })
    return { ok: true, value: { saved: true } }
  } catch (error) {
    return refuse(`The file could not be written (${reasonOf(error)}).`)
  }
}

/** Asks for a file and says what it would change; nothing is changed. */
export async function importSettings(window: BrowserWindow | null, current: Settings): Promise<Result<{ change: Partial<Settings> | null }>> {
  if (!window) return { ok: true, value: { change: null } }
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { title: 'Import settings', properties: ['openFile'], filters })
  const [file] = filePaths
  if (canceled || file === undefined) return { ok: true, value: { change: null } }
  try {
    const found = await stat(file)
    // Reading a pipe would wait for ever.
    if (!found.isFile()) return refuse('This is no ordinary file.')
    if (found.size > MAX_SETTINGS_BYTES) return refuse('The file is too large for settings.')
    const read = readSettingsFile(await readFile(file, 'utf8'), current)
    return read.ok ? { ok: true, value: { change: read.value } } : read
  } catch (error) {
    return refuse(`The file could not be read (${reasonOf(error)}).`)
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
}

function refuse(sentence: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { code: 'INTERNAL', sentence, nextStep: 'Nothing was changed; choose another file.' } }
}
