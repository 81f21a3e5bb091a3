import type { SettingName } from '@shared/settings'

export type NumberSetting = Extract<SettingName, 'windowRows' | 'logFontPx' | 'logCacheMib' | 'totalCacheMib' | 'idleCoderMin' | 'idleHostMin' | 'notifyReadyMin'>

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

export const idleFields: readonly NumberField[] = [
  {
    name: 'idleCoderMin',
    label: 'Close unwatched Coder workspaces after',
    unit: 'min',
    hint: 'An open connection keeps a workspace from stopping by itself.',
  },
  { name: 'idleHostMin', label: 'Close unwatched hosts after', unit: 'min', hint: '' },
]

export const readyField: NumberField = {
  name: 'notifyReadyMin',
  label: 'Tell when a start is ready after',
  unit: 'min',
  hint: 'Only starts that took so long; 0 tells of none.',
}

/** The number that was typed; NaN for what is not one, which the settings then refuse with their own sentence. */
export function readNumber(text: string): number {
  const plain = text.trim().replace(',', '.')
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN
}

/** As many as the settings keep. */
const MOST_FOLDERS = 10

/** Why a path cannot be taken; null when it can. Whether something is there is found out when it is used. */
export function folderRefusal(path: string, known: readonly string[]): string | null {
  if (!/^(\/|[A-Za-z]:[\\/])/.test(path)) return 'The path must be a full one, from the root on.'
  if (known.includes(path)) return 'This folder is in the list already.'
  return known.length >= MOST_FOLDERS ? `There can be at most ${MOST_FOLDERS} folders.` : null
}
