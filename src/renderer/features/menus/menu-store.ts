import { create } from 'zustand'
import type { MenuPlace } from './menu-place'
import type { MenuItem } from '@/ui/Menu'

export type { MenuItem }
export type MenuItems = readonly (MenuItem | 'separator')[]

/** A menu that is to open at a place; `from` gets the focus back. */
export interface MenuRequest extends MenuPlace {
  /** Read aloud as the menu's name. */
  label: string
  items: MenuItems
}

/** The context menu that is open: one in a window at a time. What draws it is loaded after the first picture. */
export const useMenu = create<{ open: MenuRequest | null }>()(() => ({ open: null }))

export function openMenu(open: MenuRequest): void {
  useMenu.setState({ open })
}

export function closeMenu(): void {
  useMenu.setState({ open: null })
}
