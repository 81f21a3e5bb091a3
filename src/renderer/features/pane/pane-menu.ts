import { writeShortcut } from '@shared/keys'
import { isMac } from '@/features/commands/shortcuts'
import { commandItem, type MenuItems } from '@/features/menus'
import type { Copying } from './use-copy'
import type { Reading } from './use-reading'
import type { LivePane } from './use-pane'

export interface PaneMenuParts {
  live: LivePane
  copying: Copying
  reading: Reading
  /** Only a part of the log is shown. */
  part: boolean
  /** Whether secrets are shown; null where none are hidden anyway. */
  secretsShown: boolean | null
  onFind: () => void
  onGoTo: () => void
  /** Makes a rule of the selected text. */
  onHighlight: () => void
}

/** What can be done with the text of a pane. */
export function paneMenu({ live, copying, reading, part, secretsShown, onFind, onGoTo, onHighlight }: PaneMenuParts): MenuItems {
  const { terminal } = live
  const nothing = terminal.selected() === null
  const key = (shortcut: string) => writeShortcut(shortcut, isMac)
  return [
    { label: 'Copy', shortcut: key('Mod+C'), disabled: nothing, run: copying.copy },
    { label: 'Copy with colours', disabled: nothing, run: copying.copyColoured },
    commandItem('link.copy', () => reading.run('link.copy')),
    { label: 'Select all', shortcut: key('Mod+A'), run: () => terminal.selectAll() },
    { label: 'Save selection as…', disabled: nothing, run: copying.saveSelection },
    commandItem('log.save', copying.saveLog, { label: part ? 'Save this part as…' : 'Save whole log as…' }),
    'separator',
    commandItem('find', onFind, { label: nothing ? 'Find…' : 'Find selection' }),
    commandItem('highlight.add', onHighlight, { disabled: nothing }),
    commandItem('go-to', onGoTo, { label: 'Go to…' }),
    commandItem('error.next', () => reading.run('error.next')),
    commandItem('warning.next', () => reading.run('warning.next')),
    'separator',
    commandItem('wrap.toggle', () => reading.run('wrap.toggle'), { label: reading.wrap ? 'Do not wrap long lines' : 'Wrap long lines' }),
    commandItem('times.toggle', () => reading.run('times.toggle'), { label: reading.times.next }),
    ...(secretsShown === null ? [] : [commandItem('secrets.toggle', () => live.session.showSecrets(null, !secretsShown), { label: secretsShown ? 'Hide secrets' : 'Show secrets' })]),
  ]
}

/** What can be done from the rail: it stands for the whole log. */
export function railMenu({ live, copying, reading, part, onGoTo }: PaneMenuParts): MenuItems {
  return [
    commandItem('log.jump-start', () => live.session.toStart()),
    commandItem('log.jump-end', () => live.session.toEnd()),
    commandItem('go-to', onGoTo, { label: 'Go to…' }),
    'separator',
    commandItem('error.next', () => reading.run('error.next')),
    commandItem('error.previous', () => reading.run('error.previous')),
    commandItem('warning.next', () => reading.run('warning.next')),
    commandItem('warning.previous', () => reading.run('warning.previous')),
    'separator',
    commandItem('log.save', copying.saveLog, { label: part ? 'Save this part as…' : 'Save whole log as…' }),
  ]
}
