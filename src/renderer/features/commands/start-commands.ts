import { commandInfos, keysOf, type CommandInfo } from '@shared/commands'
import type { Bridge } from '@shared/contract/channels'
import { isPlain, matches } from '@shared/keys'
import type { EngineClient } from '@/bridge'
import { useSettings } from '@/features/settings'
import { runCommand } from './command-table'
import { isMac } from './shortcuts'

/**
 * Hears the menu and the keys. Keys are heard before the terminal sees them, and a key
 * that ran a command goes no further, so the menu's own accelerator does not run it again.
 */
export function startCommands(bridge: Bridge, engine: EngineClient): void {
  bridge.on('command.run', ({ command }) => void (modalOpen() || runCommand(command, engine, bridge)))
  addEventListener(
    'keydown',
    (event) => {
      if (event.isComposing) return
      const own = useSettings.getState().settings.shortcuts
      const place = placeOf(event.target)
      const info = commandInfos.find((one) => keysOf(one, own, isMac).some((key) => isHeard(key, one, place) && matches(key, event, isMac)))
      if (!info || hearsKeys(event.target)) return
      event.preventDefault()
      event.stopPropagation()
      if ((!modalOpen() || info.always) && (!event.repeat || info.repeats)) runCommand(info.id, engine, bridge)
    },
    { capture: true },
  )
}

/** What a key is pressed on: the text of a log, a field in which text is entered, or neither. */
export type KeyPlace = 'log' | 'field' | 'elsewhere'

function placeOf(target: EventTarget | null): KeyPlace {
  if (!(target instanceof Element)) return 'elsewhere'
  if (target.closest('.pane-text')) return 'log'
  return target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=menu], [role=listbox]') ? 'field' : 'elsewhere'
}

/** Keys that move about in a text field belong to it, with and without Ctrl. */
const MOVES = /(^|\+)(Home|End|Arrow(Up|Down|Left|Right))$/

/** Whether a shortcut means its command where the key was pressed. */
export function isHeard(key: string, info: CommandInfo, place: KeyPlace): boolean {
  if (place === 'field') return !isPlain(key) && !MOVES.test(key)
  return place === 'log' || !info.pane || !isPlain(key)
}

/** A question or a dialog is open: nothing behind it may move. */
function modalOpen(): boolean {
  return document.querySelector('.dialog') !== null
}

/** What hears keys as keys, such as the field for a new shortcut. */
function hearsKeys(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-hears-keys]') !== null
}
