import { commandInfos, defaultKeys, keysOf, ownerOfKey, type CommandId, type CommandInfo, type OwnShortcuts } from '@shared/commands'
import { sameShortcut, writeShortcut } from '@shared/keys'

export type Registered = CommandInfo & { id: CommandId }

/** As many shortcuts as a command may have. */
const MOST_KEYS = 4

/** Keys that move about and edit everywhere; a command on one of them would take that away. */
const RESERVED = ['Escape', 'Tab', 'Shift+Tab', 'Enter', 'Space', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Shift+F10', 'ContextMenu', 'Mod+C', 'Mod+X', 'Mod+V', 'Mod+A', 'Mod+Z', 'Mod+Shift+Z']

/** Why a key cannot be a shortcut at all; null when it can. */
export function keyRefusal(key: string, mac: boolean): string | null {
  if (RESERVED.some((one) => sameShortcut(one, key, mac))) return `${writeShortcut(key, mac)} is needed to move about and to edit.`
  return null
}

/** Own shortcuts after one was added to a command, and taken from whoever had it. */
export function withKey(own: OwnShortcuts, info: Registered, key: string, mac: boolean): OwnShortcuts {
  const owner = ownerOfKey(key, info.id, own, mac)
  const freed = owner ? withoutKey(own, owner, key, mac) : own
  const keys = keysOf(info, freed, mac)
  if (keys.some((one) => sameShortcut(one, key, mac)) || keys.length >= MOST_KEYS) return freed
  return settle({ ...freed, [info.id]: [...keys, key] }, info, mac)
}

export function withoutKey(own: OwnShortcuts, info: Registered, key: string, mac: boolean): OwnShortcuts {
  return settle({ ...own, [info.id]: keysOf(info, own, mac).filter((one) => !sameShortcut(one, key, mac)) }, info, mac)
}

export function withDefaults(own: OwnShortcuts, info: Registered): OwnShortcuts {
  return Object.fromEntries(Object.entries(own).filter(([id]) => id !== info.id))
}

/** What equals the defaults is not kept, so that later defaults hold for it. */
function settle(own: OwnShortcuts, info: Registered, mac: boolean): OwnShortcuts {
  return isOwn(info, own, mac) ? own : withDefaults(own, info)
}

/** Whether a command's shortcuts differ from the defaults. */
export function isOwn(info: Registered, own: OwnShortcuts, mac: boolean): boolean {
  const keys = keysOf(info, own, mac)
  const usual = defaultKeys(info, mac)
  return keys.length !== usual.length || keys.some((key, at) => !sameShortcut(key, usual[at] ?? '', mac))
}

export interface Conflict {
  key: string
  with: Registered
}

/** Shortcuts of a command that another one has as well; only the first of them in the register is run. */
export function conflictsOf(info: Registered, own: OwnShortcuts, mac: boolean): Conflict[] {
  return keysOf(info, own, mac).flatMap((key) => {
    const owner = ownerOfKey(key, info.id, own, mac)
    return owner ? [{ key, with: owner }] : []
  })
}

/** Commands whose title, group or shortcut has the text. */
export function matchingCommands(text: string, own: OwnShortcuts, mac: boolean): Registered[] {
  const wanted = text.trim().toLowerCase()
  return commandInfos.filter((info) => {
    const words = [info.title, info.group, ...keysOf(info, own, mac).map((key) => writeShortcut(key, mac))]
    return words.some((word) => word.toLowerCase().includes(wanted))
  })
}
