import type { ComponentType } from 'react'
import type { SettingName, Settings } from '@shared/settings'
import { FolderList, ProgramRow } from './CoderSettings'
import { HighlightsRow } from './HighlightsRow'
import { KeptPassphrases } from './KeptPassphrases'
import { RecordingsRoom } from './RecordingsRoom'
import { ShortcutsRow } from './ShortcutsRow'

/** Names of the settings whose value is of a type. */
type Named<T> = { [N in SettingName]: Settings[N] extends T ? N : never }[SettingName]
export type NumberSetting = Named<number>
export type SwitchSetting = Named<boolean>
export type ChoiceSetting = 'theme' | 'density'

interface RowBase {
  label: string
  /** What it means, one sentence at most. */
  hint?: string
  /** Shown only where it means something. */
  when?: (settings: Settings) => boolean
}
export type NumberRowInfo = RowBase & { kind: 'number'; name: NumberSetting; unit: string }
export type SwitchRowInfo = RowBase & { kind: 'switch'; name: SwitchSetting }
export type ChoiceRowInfo = RowBase & { kind: 'choice'; name: ChoiceSetting; options: readonly { value: string; label: string }[] }
/** What is more than one value draws itself; it is found by its label and words, and resets by the names. */
export type PartRowInfo = RowBase & { kind: 'part'; names: readonly SettingName[]; words: string; Part: ComponentType }
export type SettingRowInfo = NumberRowInfo | SwitchRowInfo | ChoiceRowInfo | PartRowInfo

export interface SettingSection {
  title: string
  rows: readonly SettingRowInfo[]
  /** A sentence below its rows. */
  foot?: string
}

const recording = (settings: Settings): boolean => settings.record
const watching = (settings: Settings): boolean => settings.watch

/** Every setting that a person may want to change, in the order of the page. A new one needs a row here and its bounds in shared/settings.ts. */
export const settingSections: readonly SettingSection[] = [
  {
    title: 'Look',
    rows: [
      {
        kind: 'choice',
        name: 'theme',
        label: 'Theme',
        options: [
          { value: 'system', label: 'Like the system' },
          { value: 'dark', label: 'Dark' },
          { value: 'light', label: 'Light' },
        ],
      },
      {
        kind: 'choice',
        name: 'density',
        label: 'Density',
        hint: 'How close rows of lists stand.',
        options: [
          { value: 'comfortable', label: 'Comfortable' },
          { value: 'compact', label: 'Compact' },
        ],
      },
      { kind: 'number', name: 'logFontPx', label: 'Size of log text', unit: 'px' },
      { kind: 'switch', name: 'sidebarOpen', label: 'Show the sidebar' },
      { kind: 'switch', name: 'reopenLast', label: 'Open at the start what was open last', hint: 'Hosts, and tabs of Coder workspaces; it connects to them.' },
    ],
  },
  {
    title: 'Logs',
    rows: [
      { kind: 'switch', name: 'highlights', label: 'Highlight text', hint: 'In colours, by the rules below.' },
      { kind: 'part', names: ['highlightRules'], label: 'Highlight rules', words: 'colours patterns errors', Part: HighlightsRow },
      { kind: 'number', name: 'windowRows', label: 'Rows per pane', unit: 'rows', hint: 'What a pane holds at once; the whole log stays within reach.' },
      { kind: 'switch', name: 'hideSecrets', label: 'Hide secrets on screen', hint: 'Tokens, passwords and keys in logs show as •••; a click shows them.' },
      { kind: 'number', name: 'logCacheMib', label: 'Memory per log', unit: 'MiB' },
      { kind: 'number', name: 'totalCacheMib', label: 'Memory for all logs', unit: 'MiB' },
    ],
  },
  {
    title: 'Watch',
    rows: [
      { kind: 'switch', name: 'watch', label: 'Watch my workspaces', hint: 'Also while the window is closed: a tray icon says how they are.' },
      { kind: 'switch', name: 'watchAll', label: 'Watch all of Coder’s list', hint: 'Otherwise favourites, and what was open in the last 14 days.', when: watching },
      { kind: 'switch', name: 'watchHosts', label: 'Stay connected to hosts to watch them', hint: 'Otherwise they are watched while their connection is open.', when: watching },
      { kind: 'switch', name: 'notifyFailed', label: 'Tell when a start fails or times out', when: watching },
      { kind: 'switch', name: 'notifyStalled', label: 'Tell when a start may be waiting for an answer', when: watching },
      { kind: 'number', name: 'notifyReadyMin', label: 'Tell when a start is ready after', unit: 'min', hint: 'Only starts that took so long; 0 tells of none.', when: watching },
      { kind: 'switch', name: 'startAtLogin', label: 'Start at login', hint: 'Without a window.' },
    ],
    foot: 'When a watched start has ended, its logs are read once and kept on this machine, to compare later ones with: 64 MiB at most. A workspace’s menu turns that off.',
  },
  {
    title: 'Recordings',
    rows: [
      { kind: 'switch', name: 'record', label: 'Record runs', hint: 'What is followed is kept on this machine, within the bounds below.' },
      { kind: 'switch', name: 'recordSealed', label: 'Encrypt recordings', hint: 'With a key that this system’s keyring keeps. Names, times and outcomes stay readable, and earlier recordings stay as they are.', when: recording },
      { kind: 'number', name: 'recordLogMib', label: 'Record of each log', unit: 'MiB', hint: 'From its start, and as much from its end.', when: recording },
      { kind: 'number', name: 'recordDays', label: 'Keep recordings for', unit: 'days', when: recording },
      { kind: 'number', name: 'recordMib', label: 'Room for recordings', unit: 'MiB', when: recording },
      { kind: 'part', names: [], label: 'Size on disk', words: 'recordings room runs', Part: RecordingsRoom },
    ],
  },
  {
    title: 'Coder',
    rows: [
      { kind: 'part', names: ['coderPath'], label: 'The coder program', words: 'path binary cli', Part: ProgramRow },
      { kind: 'part', names: ['coderFolders'], label: 'Further config folders', words: 'global-config deployment login', Part: FolderList },
    ],
  },
  {
    title: 'Connections',
    rows: [
      { kind: 'number', name: 'idleCoderMin', label: 'Close unwatched Coder workspaces after', unit: 'min', hint: 'An open connection keeps a workspace from stopping by itself.' },
      { kind: 'number', name: 'idleHostMin', label: 'Close unwatched hosts after', unit: 'min' },
      { kind: 'part', names: [], label: 'Kept passphrases', words: 'key ssh keyring forget', Part: KeptPassphrases },
    ],
  },
  { title: 'Keyboard', rows: [{ kind: 'part', names: ['shortcuts'], label: 'Keyboard shortcuts', words: 'keys bindings', Part: ShortcutsRow }] },
]

/** The rows that have the text in their label, hint, words or title. */
export function matchingSections(text: string, settings: Settings): SettingSection[] {
  const wanted = text.trim().toLowerCase()
  return settingSections.flatMap((section) => {
    const rows = section.rows.filter((row) => {
      if (row.when?.(settings) === false) return false
      const words = [section.title, row.label, row.hint ?? '', row.kind === 'part' ? row.words : '', ...(row.kind === 'choice' ? row.options.map((one) => one.label) : [])]
      return words.join(' ').toLowerCase().includes(wanted)
    })
    return rows.length > 0 ? [{ ...section, rows }] : []
  })
}

/** The settings that a row stands for. */
export function namesOf(row: SettingRowInfo): readonly SettingName[] {
  return row.kind === 'part' ? row.names : [row.name]
}
