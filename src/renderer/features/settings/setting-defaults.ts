import { defaultSettings, type SettingName, type Settings } from '@shared/settings'
import { formatCount } from '@shared/text/units'
import { namesOf, settingSections, type SettingRowInfo } from './setting-sections'

/** Whether any of the settings differs from its default. */
export function isChanged(names: readonly SettingName[], settings: Settings): boolean {
  return names.some((name) => JSON.stringify(settings[name]) !== JSON.stringify(defaultSettings[name]))
}

/** A change that brings settings back to their defaults. */
export function defaultsOf(names: readonly SettingName[]): Partial<Settings> {
  return Object.fromEntries(names.map((name) => [name, defaultSettings[name]]))
}

/** Everything that the page shows; favourites and what was opened are the person's, and no settings to reset. */
export const resettable: readonly SettingName[] = settingSections.flatMap((section) => section.rows.flatMap((row) => namesOf(row)))

/** A value in the words of its row: `2,000 rows`, `on`, `Dark`. */
export function valueWords(row: SettingRowInfo, value: unknown): string {
  switch (row.kind) {
    case 'number':
      return `${typeof value === 'number' && Number.isInteger(value) ? formatCount(value) : String(value)} ${row.unit}`
    case 'switch':
      return value === true ? 'on' : 'off'
    case 'choice':
      return row.options.find((one) => one.value === value)?.label ?? String(value)
    case 'part':
      if (Array.isArray(value) && !value.every((one) => typeof one === 'string')) return `${value.length} of them`
      if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
      if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0 ? 'none' : `${Object.keys(value).length} of them`
      return value === '' ? 'none' : String(value)
  }
}

export interface SettingChange {
  name: SettingName
  label: string
  from: string
  to: string
}

const LISTS: Partial<Record<SettingName, string>> = { favourites: 'Favourites', startsNotKept: 'Workspaces whose starts are not kept' }

/** What would be another value than now, in words. */
export function changesBetween(now: Settings, next: Partial<Settings>): SettingChange[] {
  const rows = new Map(settingSections.flatMap((section) => section.rows.flatMap((row) => namesOf(row).map((name) => [name, row] as const))))
  return (Object.keys(next) as SettingName[]).flatMap((name) => {
    if (JSON.stringify(now[name]) === JSON.stringify(next[name])) return []
    const row = rows.get(name) ?? { kind: 'part' as const, names: [name], words: '', label: LISTS[name] ?? name, Part: () => null }
    return [{ name, label: row.label, from: valueWords(row, now[name]), to: valueWords(row, next[name]) }]
  })
}
