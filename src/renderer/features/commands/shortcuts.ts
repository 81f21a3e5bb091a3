/** What a key event says, as far as shortcuts care. */
export interface Keystroke {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

/** Whether a keystroke is the shortcut, e.g. `Mod+Shift+F`, `F3`, `Ctrl+Tab`. */
export function matches(shortcut: string, stroke: Keystroke, mac: boolean): boolean {
  const parts = shortcut.split('+')
  const key = parts.pop() ?? ''
  const wants = (name: string): boolean => parts.includes(name)
  const ctrl = wants('Ctrl') || (wants('Mod') && !mac)
  const meta = wants('Mod') && mac
  return (
    stroke.key.toLowerCase() === key.toLowerCase() &&
    stroke.ctrlKey === ctrl &&
    stroke.metaKey === meta &&
    stroke.shiftKey === wants('Shift') &&
    !stroke.altKey
  )
}

/** A shortcut as people of this platform write it: `⌘⇧F` or `Ctrl+Shift+F`. */
export function writeShortcut(shortcut: string, mac: boolean): string {
  if (!mac) return shortcut.replace('Mod', 'Ctrl')
  return shortcut.replace('Mod', '⌘').replace('Ctrl', '⌃').replace('Shift', '⇧').replaceAll('+', '')
}

export const isMac = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac')
