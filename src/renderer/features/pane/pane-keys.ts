/** What a key means inside a pane's text. */
export type PaneKey =
  | 'copy'
  | 'select-all'
  | 'find'
  | 'find-next'
  | 'find-previous'
  | 'to-start'
  | 'to-end'
  | 'toggle-follow'
  | 'escape'
  | { scroll: number; unit: 'rows' | 'screens' }

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const PLAIN: Record<string, PaneKey> = {
  Home: 'to-start',
  g: 'to-start',
  End: 'to-end',
  G: 'to-end',
  f: 'toggle-follow',
  F: 'toggle-follow',
  Escape: 'escape',
  ArrowUp: { scroll: -1, unit: 'rows' },
  ArrowDown: { scroll: 1, unit: 'rows' },
  PageUp: { scroll: -1, unit: 'screens' },
  PageDown: { scroll: 1, unit: 'screens' },
}

const COMMAND: Record<string, PaneKey> = {
  c: 'copy',
  a: 'select-all',
  f: 'find',
  Home: 'to-start',
  End: 'to-end',
}

/** The meaning of a key press; null when it is none of the pane's. Ctrl and Cmd are one. */
export function paneKey(press: KeyPress): PaneKey | null {
  if (press.altKey) return null
  if (press.key === 'F3') return press.shiftKey ? 'find-previous' : 'find-next'
  if (press.ctrlKey || press.metaKey) return press.shiftKey ? null : (COMMAND[press.key] ?? COMMAND[press.key.toLowerCase()] ?? null)
  return PLAIN[press.key] ?? null
}
