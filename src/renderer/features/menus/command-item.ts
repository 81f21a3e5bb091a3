import { commandInfos, type CommandId } from '@shared/commands'
import { shortcutsOf } from '@/features/commands/shortcuts'
import type { MenuItem } from './menu-store'

/** An item of a context menu that is a command of the register: its name, unless another one says more here, and its shortcut. */
export function commandItem(id: CommandId, run: () => void, { label, disabled = false }: { label?: string; disabled?: boolean } = {}): MenuItem {
  const title = commandInfos.find((one) => one.id === id)?.title ?? id
  return { label: label ?? title, shortcut: shortcutsOf(id)[0], disabled, run }
}
