export { commands, runCommand, type Command } from './command-table'
export { createPaneRegistry, PANE_COMMANDS, paneRegistry, type PaneCommand, type PaneRegistry } from './pane-commands'
export { isMac, matches, writeShortcut, type Keystroke } from './shortcuts'
export { startCommands } from './start-commands'
