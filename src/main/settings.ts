import { readFileSync } from 'node:fs'
import type { Result } from '@shared/model'
import { changeSettings, defaultSettings, type Settings } from '@shared/settings'
import { setAside } from './set-aside'
import { writeWhole } from './write-whole'

export interface SettingsStore {
  get(): Settings
  /** Checks, writes and applies a change; a refused or unwritten change leaves everything as it was. */
  change(change: unknown): Result<Settings>
  onChange(listener: (settings: Settings) => void): void
}

export interface SettingsPorts {
  note(level: 'warn', text: string): void
  now(): Date
}

/**
 * Settings in one JSON file. A file that is no JSON, or has values that are not allowed,
 * is kept beside as `settings.bad-<time>.json`; of its values the good ones stay in use,
 * the others go back to their defaults.
 */
export function openSettings(file: string, ports: SettingsPorts): SettingsStore {
  let settings = read(file, ports)
  const listeners: ((settings: Settings) => void)[] = []
  return {
    get: () => settings,
    change(change) {
      const changed = changeSettings(settings, change)
      if (!changed.ok) return changed
      try {
        writeWhole(file, JSON.stringify(changed.value, null, 2) + '\n')
      } catch (error) {
        const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
        ports.note('warn', `settings not written: ${reason}`)
        return {
          ok: false,
          failure: {
            code: 'INTERNAL',
            sentence: `The settings could not be saved (${reason}).`,
            nextStep: 'Make room on the disk or check the rights of the settings folder, then try again.',
          },
        }
      }
      settings = changed.value
      for (const listener of listeners) listener(settings)
      return changed
    },
    onChange(listener) {
      listeners.push(listener)
    },
  }
}

function read(file: string, ports: SettingsPorts): Settings {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!missing) ports.note('warn', 'settings not readable, defaults are used')
    return defaultSettings
  }
  const stored = parseObject(text)
  const whole = changeSettings(defaultSettings, stored)
  if (stored !== null && whole.ok) return whole.value

  const aside = setAside(file, ports.now())
  ports.note('warn', `settings were damaged; ${aside === null ? 'the file could not be set aside' : `the file is kept as ${aside}`}`)
  let good = defaultSettings
  for (const [name, value] of Object.entries(stored ?? {})) {
    const one = changeSettings(good, { [name]: value })
    if (one.ok) good = one.value
  }
  return good
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}
