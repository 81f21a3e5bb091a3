export { commandEnabled, runCommand, type Action } from './command-table'
export { createPaneRegistry, paneRegistry, type PaneRegistry } from './pane-commands'
export { isMac, shortcutsOf, useLabel, useShortcut } from './shortcuts'
export { isHeard, startCommands } from './start-commands'
