import type { SettingName } from '@shared/settings'

export type NumberSetting = Extract<SettingName, 'windowRows' | 'logFontPx' | 'logCacheMib' | 'totalCacheMib'>

export interface NumberField {
  name: NumberSetting
  label: string
  unit: string
  hint: string
}

export const numberFields: readonly NumberField[] = [
  { name: 'windowRows', label: 'Rows per pane', unit: 'rows', hint: 'What a pane holds at once; the whole log stays within reach.' },
  { name: 'logFontPx', label: 'Size of log text', unit: 'px', hint: '' },
  { name: 'logCacheMib', label: 'Memory per log', unit: 'MiB', hint: '' },
  { name: 'totalCacheMib', label: 'Memory for all logs', unit: 'MiB', hint: '' },
]

/** The number that was typed; NaN for what is not one, which the settings then refuse with their own sentence. */
export function readNumber(text: string): number {
  const plain = text.trim().replace(',', '.')
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN
}
