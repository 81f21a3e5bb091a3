import type { Bridge } from '@shared/contract/channels'
import type { EngineClient } from '@/bridge'
import { commands, runCommand } from './command-table'
import { isMac, matches } from './shortcuts'

/**
 * Hears the menu and the keys. Keys are heard before the terminal sees them, and a key
 * that ran a command goes no further, so the menu's own accelerator does not run it again.
 */
export function startCommands(bridge: Bridge, engine: EngineClient): void {
  bridge.on('command.run', ({ command }) => void (modalOpen() || runCommand(command, engine)))
  addEventListener(
    'keydown',
    (event) => {
      const command = commands.find((one) => one.shortcuts.some((shortcut) => matches(shortcut, event, isMac)))
      if (!command) return
      event.preventDefault()
      event.stopPropagation()
      if (!modalOpen() && (!event.repeat || command.repeats)) command.run(engine)
    },
    { capture: true },
  )
}

/** A question or a dialog is open: nothing behind it may move. */
function modalOpen(): boolean {
  return document.querySelector('.dialog') !== null
}
