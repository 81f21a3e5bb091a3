import { commandInfos, keysOf, type CommandId } from '@shared/commands'
import { writeShortcut } from '@shared/keys'
import { useSettings } from '@/features/settings'

export const isMac = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac')

/** The shortcuts that hold for a command, as people write them; the first is the one to show. */
export function shortcutsOf(id: CommandId): readonly string[] {
  return written(id, useSettings.getState().settings.shortcuts)
}

function written(id: CommandId, own: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const info = commandInfos.find((one) => one.id === id)
  return info ? keysOf(info, own, isMac).map((key) => writeShortcut(key, isMac)) : []
}

/** The shortcut to show beside a command's name, in step with the settings; null when it has none. */
export function useShortcut(id: CommandId): string | null {
  const own = useSettings((state) => state.settings.shortcuts)
  return written(id, own)[0] ?? null
}

/** A label with the command's shortcut behind it, where it has one: `Find in this log (Ctrl+F)`. */
export function useLabel(label: string, id: CommandId): string {
  const key = useShortcut(id)
  return key === null ? label : `${label} (${key})`
}
