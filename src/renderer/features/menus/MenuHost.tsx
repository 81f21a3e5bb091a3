import { MenuAt } from '@/ui/Menu'
import { closeMenu, useMenu } from './menu-store'

/** Draws the context menu that is open. */
export function MenuHost() {
  const open = useMenu((state) => state.open)
  if (!open) return null
  return <MenuAt key={`${open.at.x} ${open.at.y}`} at={open.at} byKey={open.byKey} label={open.label} items={open.items} returnFocus={open.from} onClose={closeMenu} />
}
