import type { KeyboardEvent, MouseEvent } from 'react'

export interface MenuPlace {
  /** CSS pixels of the window. */
  at: { x: number; y: number }
  /** A key asked for it, so its first item has the focus. */
  byKey: boolean
  /** What had the focus. */
  from: HTMLElement | null
}

/** Whether a key asks for the menu of what has the focus: the Menu key, and Shift+F10 where there is none. */
export function asksForMenu({ key, shiftKey, ctrlKey, altKey, metaKey }: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>): boolean {
  return !ctrlKey && !altKey && !metaKey && (key === 'ContextMenu' || (key === 'F10' && shiftKey))
}

/** Where the pointer asked for a menu. The platform's own stays away. */
export function pointerPlace(event: MouseEvent): MenuPlace {
  event.preventDefault()
  event.stopPropagation()
  return { at: { x: event.clientX, y: event.clientY }, byKey: false, from: focused() }
}

/** Where a key asks for a menu: at what it was pressed on, or at `at`; null when it asks for none. The key goes no further. */
export function keyPlace(event: KeyboardEvent, at: Element | null = event.target as Element): MenuPlace | null {
  if (!asksForMenu(event)) return null
  event.preventDefault()
  event.stopPropagation()
  const box = at?.getBoundingClientRect()
  // Below what is as high as a line; inside of what is larger.
  const y = box ? (box.height > 60 ? box.top + 24 : box.bottom - 4) : 0
  return { at: { x: (box?.left ?? 0) + 24, y }, byKey: true, from: focused() }
}

function focused(): HTMLElement | null {
  return document.activeElement instanceof HTMLElement && document.activeElement !== document.body ? document.activeElement : null
}
