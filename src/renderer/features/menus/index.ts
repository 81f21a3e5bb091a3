export { commandItem } from './command-item'
export { asksForMenu, keyPlace, pointerPlace, type MenuPlace } from './menu-place'
export { openMenu, useMenu, type MenuItem, type MenuItems } from './menu-store'
