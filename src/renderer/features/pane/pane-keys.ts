/** What a key means inside a pane's text that is no command: the register of commands has those (shared/commands.ts). */
export type PaneKey = 'copy' | 'select-all' | 'escape' | { scroll: number; unit: 'rows' | 'screens' | 'columns' }

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const PLAIN: Record<string, PaneKey> = {
  ArrowLeft: { scroll: -8, unit: 'columns' },
  ArrowRight: { scroll: 8, unit: 'columns' },
  Escape: 'escape',
  ArrowUp: { scroll: -1, unit: 'rows' },
  ArrowDown: { scroll: 1, unit: 'rows' },
  PageUp: { scroll: -1, unit: 'screens' },
  PageDown: { scroll: 1, unit: 'screens' },
}

const COMMAND: Record<string, PaneKey> = { c: 'copy', a: 'select-all' }

/** The meaning of a key press; null when it is none of the pane's. Ctrl and Cmd are one. */
export function paneKey(press: KeyPress): PaneKey | null {
  if (press.altKey) return null
  if (press.ctrlKey || press.metaKey) return press.shiftKey ? null : (COMMAND[press.key.toLowerCase()] ?? null)
  return PLAIN[press.key] ?? null
}
