import { writeShortcut } from '@shared/keys'
import { isMac } from '@/features/commands/shortcuts'
import { MenuAt } from '@/ui/Menu'
import type { Copying } from './use-copy'
import type { Reading } from './use-reading'
import type { LivePane } from './use-pane'

export interface PaneMenuProps {
  at: { x: number; y: number }
  live: LivePane
  copying: Copying
  reading: Reading
  onFind: () => void
  onGoTo: () => void
  onClose: () => void
}

/** What can be done with the text of a pane, where the pointer is. */
export function PaneMenu({ at, live, copying, reading, onFind, onGoTo, onClose }: PaneMenuProps) {
  const { terminal } = live
  const nothing = terminal.selected() === null
  const key = (shortcut: string) => writeShortcut(shortcut, isMac)
  const { times } = reading
  return (
    <MenuAt
      at={at}
      label="Log text"
      returnFocus={document.activeElement instanceof HTMLElement ? document.activeElement : null}
      onClose={onClose}
      items={[
        { label: 'Copy', shortcut: key('Mod+C'), disabled: nothing, run: copying.copy },
        { label: 'Copy with colours', disabled: nothing, run: copying.copyColoured },
        { label: 'Copy link to line', run: () => reading.run('link.copy') },
        { label: 'Select all', shortcut: key('Mod+A'), run: () => terminal.selectAll() },
        { label: 'Save selection as…', disabled: nothing, run: copying.saveSelection },
        'separator',
        { label: nothing ? 'Find…' : 'Find selection', shortcut: key('Mod+F'), run: onFind },
        { label: 'Go to…', shortcut: key('Ctrl+G'), run: onGoTo },
        { label: 'Next error', shortcut: 'E', run: () => reading.run('error.next') },
        { label: 'Next warning', shortcut: 'W', run: () => reading.run('warning.next') },
        'separator',
        { label: reading.wrap ? 'Do not wrap long lines' : 'Wrap long lines', shortcut: 'Z', run: () => reading.run('wrap.toggle') },
        { label: times.next, shortcut: 'T', run: () => reading.run('times.toggle') },
      ]}
    />
  )
}
