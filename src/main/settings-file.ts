import * as v from 'valibot'
import type { Failure, Result } from '@shared/model'
import { changeSettings, type SettingName, type Settings } from '@shared/settings'

/** More than the largest settings take (bytes). */
export const MAX_SETTINGS_BYTES = 1024 * 1024

/** What was opened stays on this machine: a file of settings may be given to others. */
const PRIVATE: readonly SettingName[] = ['recentTargets']

const fileSchema = v.object({ tailpane: v.literal('settings'), version: v.literal(1), settings: v.record(v.string(), v.unknown()) })

/** The settings as a file that `readSettingsFile` takes. */
export function writeSettingsFile(settings: Settings): string {
  const shared = Object.fromEntries(Object.entries(settings).filter(([name]) => !PRIVATE.includes(name as SettingName)))
  return `${JSON.stringify({ tailpane: 'settings', version: 1, settings: shared }, null, 2)}\n`
}

/** What a file of settings would change, each value checked; a file with one bad value is refused as a whole, and says which. */
export function readSettingsFile(text: string, current: Settings): Result<Partial<Settings>> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return refuse('The file is no JSON.')
  }
  const file = v.safeParse(fileSchema, json)
  if (!file.success) return refuse('The file holds no settings of Tailpane.')
  const given = Object.entries(file.output.settings).filter(([name]) => !PRIVATE.includes(name as SettingName))
  const checked = changeSettings(current, Object.fromEntries(given))
  if (!checked.ok) return refuse(`The file cannot be taken: ${checked.failure.sentence}`)
  return { ok: true, value: Object.fromEntries(given.map(([name]) => [name, checked.value[name as SettingName]])) }
}

function refuse(sentence: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { code: 'SETTING_OUT_OF_RANGE', sentence, nextStep: 'Nothing was changed; choose another file.' } }
}
