import { isPlain, sameShortcut } from './keys'

/** Headings of the palette and of the list of shortcuts, in this order. */
export const COMMAND_GROUPS = ['Log', 'Find', 'Tabs', 'Workspaces', 'View', 'App'] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

/** What is told of a command to those who offer it: menu, palette, keys, list of shortcuts. What it does is said where it is run. */
export interface CommandInfo {
  id: string
  title: string
  group: CommandGroup
  /** Shortcuts as in keys.ts; the first is the one that is shown. */
  keys?: readonly string[]
  /** On macOS, where they differ. */
  macKeys?: readonly string[]
  /** Its place in the application menu, with the label there. Groups are parted by a line. */
  menu?: readonly ['file' | 'edit' | 'view' | 'help', string]
  /**
   * Means the pane with the focus, which runs it (see PaneCommand). Its plain keys, such as `g`, are heard in the text of a
   * pane only; those of other commands wherever no text is being entered.
   */
  pane?: true
  /** Holding the key down goes on. */
  repeats?: true
  /** Main runs it. */
  main?: true
  /** Runs while a dialog is open as well. */
  always?: true
}

/**
 * The register of commands: each once. The application menu, the palette, the keys and the list of shortcuts come from here.
 * A new one needs an entry here, and what it does in `features/commands/command-table.ts`, or for a pane in `LogPane`.
 */
export const commandRegister = [
  { id: 'file.open', title: 'Open files', group: 'Workspaces', keys: ['Mod+O'], menu: ['file', 'Open Files…'] },
  { id: 'history.open', title: 'History of saved runs', group: 'Workspaces', keys: ['Mod+Shift+H'], menu: ['file', 'History…'] },
  { id: 'compare.today', title: 'What is different today?', group: 'Workspaces', keys: ['Mod+Shift+D'] },
  { id: 'compare.with', title: 'Compare with another run or log', group: 'Workspaces' },
  { id: 'compare.end', title: 'Back to the logs from comparing', group: 'Workspaces' },
  { id: 'file.forget-recent', title: 'Clear the list of recent files', group: 'Workspaces' },
  { id: 'workspace.add', title: 'Add workspace', group: 'Workspaces', keys: ['Mod+N'], menu: ['file', 'Add Workspace…'] },
  { id: 'deployment.add', title: 'Add Coder deployment', group: 'Workspaces', menu: ['file', 'Add Coder Deployment…'] },
  { id: 'demo.open', title: 'Open the demo workspace', group: 'Workspaces', menu: ['file', 'Open Demo Workspace'] },
  { id: 'favourite.toggle', title: 'Add to or remove from favourites', group: 'Workspaces', keys: ['Mod+D'], menu: ['file', 'Add to or Remove from Favourites'] },
  { id: 'coder.refresh', title: 'Refresh the lists of workspaces', group: 'Workspaces', keys: ['F5'], menu: ['file', 'Refresh Lists'] },
  { id: 'template.copy', title: 'Copy a snippet for your template', group: 'Workspaces' },
  { id: 'status', title: 'Connections', group: 'Workspaces', menu: ['view', 'Connections'] },
  { id: 'sidebar.filter', title: 'Filter workspaces', group: 'Workspaces', keys: ['Mod+P'] },

  { id: 'tab.next', title: 'Next tab', group: 'Tabs', keys: ['Ctrl+Tab', 'Ctrl+PageDown'], repeats: true, menu: ['view', 'Next Tab'] },
  { id: 'tab.previous', title: 'Previous tab', group: 'Tabs', keys: ['Ctrl+Shift+Tab', 'Ctrl+PageUp'], repeats: true, menu: ['view', 'Previous Tab'] },
  { id: 'tab.beside', title: 'Show tab beside', group: 'Tabs', keys: ['Mod+\\'], menu: ['view', 'Show Tab Beside'] },
  { id: 'tab.close', title: 'Close tab', group: 'Tabs', keys: ['Mod+W'], menu: ['file', 'Close Tab'] },

  { id: 'find', title: 'Find in the log', group: 'Find', keys: ['Mod+F', '/'], pane: true, menu: ['edit', 'Find…'] },
  { id: 'find.next', title: 'Find next', group: 'Find', keys: ['F3', 'N'], macKeys: ['F3', 'Mod+G', 'N'], repeats: true, pane: true, menu: ['edit', 'Find Next'] },
  { id: 'find.previous', title: 'Find previous', group: 'Find', keys: ['Shift+F3', 'Shift+N'], macKeys: ['Shift+F3', 'Mod+Shift+G', 'Shift+N'], repeats: true, pane: true, menu: ['edit', 'Find Previous'] },
  { id: 'search', title: 'Search in logs', group: 'Find', keys: ['Mod+Shift+F'], menu: ['edit', 'Search in Logs…'] },
  { id: 'find.save', title: 'Save this search', group: 'Find', pane: true },
  { id: 'searches.edit', title: 'Saved searches', group: 'Find', menu: ['edit', 'Saved Searches…'] },

  { id: 'go-to', title: 'Go to a line, percentage, byte or time', group: 'Log', keys: ['Ctrl+G'], pane: true, menu: ['view', 'Go to…'] },
  { id: 'follow.toggle', title: 'Follow or pause', group: 'Log', keys: ['Mod+Shift+L', 'Shift+F', 'F'], pane: true, menu: ['view', 'Follow Log'] },
  { id: 'log.jump-start', title: 'Jump to the start', group: 'Log', keys: ['Mod+Home', 'Home', 'G'], pane: true, menu: ['view', 'Jump to Start'] },
  { id: 'log.jump-end', title: 'Jump to the end', group: 'Log', keys: ['Mod+End', 'End', 'Shift+G'], pane: true, menu: ['view', 'Jump to Latest'] },
  { id: 'log.save', title: 'Save whole log as', group: 'Log', keys: ['Mod+S'], pane: true, menu: ['file', 'Save Whole Log as…'] },
  { id: 'log.plain', title: 'Read as plain text', group: 'Log', keys: ['Alt+F2'], pane: true, menu: ['view', 'Read as Plain Text'] },

  { id: 'error.next', title: 'Next error', group: 'Log', keys: ['E'], pane: true },
  { id: 'error.previous', title: 'Previous error', group: 'Log', keys: ['Shift+E'], pane: true },
  { id: 'warning.next', title: 'Next warning', group: 'Log', keys: ['W'], pane: true },
  { id: 'warning.previous', title: 'Previous warning', group: 'Log', keys: ['Shift+W'], pane: true },
  { id: 'wrap.toggle', title: 'Wrap long lines or not', group: 'Log', keys: ['Z'], pane: true, menu: ['view', 'Wrap Long Lines or Not'] },
  { id: 'times.toggle', title: 'Show times another way', group: 'Log', keys: ['T'], pane: true, menu: ['view', 'Show Times Another Way'] },
  { id: 'secrets.toggle', title: 'Show or hide secrets', group: 'Log', keys: ['S'], pane: true, menu: ['view', 'Show or Hide Secrets'] },
  { id: 'link.copy', title: 'Copy link to line', group: 'Log', pane: true },

  { id: 'highlight.add', title: 'Highlight the selected text', group: 'Log', pane: true },

  { id: 'highlights.toggle', title: 'Show or hide highlights', group: 'View', menu: ['view', 'Show or Hide Highlights'] },
  { id: 'highlights.edit', title: 'Highlight rules', group: 'View', menu: ['edit', 'Highlight Rules…'] },
  { id: 'sidebar.toggle', title: 'Show or hide sidebar', group: 'View', keys: ['Mod+B'], menu: ['view', 'Show or Hide Sidebar'] },
  { id: 'font.larger', title: 'Larger log text', group: 'View', keys: ['Mod+='], repeats: true, menu: ['view', 'Larger Log Text'] },
  { id: 'font.smaller', title: 'Smaller log text', group: 'View', keys: ['Mod+-'], repeats: true, menu: ['view', 'Smaller Log Text'] },
  { id: 'font.reset', title: 'Log text of the usual size', group: 'View', keys: ['Mod+0'], menu: ['view', 'Log Text of the Usual Size'] },
  { id: 'zoom.reset', title: 'Actual size', group: 'View', keys: ['Mod+Alt+0'], main: true, always: true, menu: ['view', 'Actual Size'] },
  { id: 'zoom.in', title: 'Zoom in', group: 'View', keys: ['Mod+Plus'], repeats: true, main: true, always: true, menu: ['view', 'Zoom In'] },
  { id: 'zoom.out', title: 'Zoom out', group: 'View', keys: ['Mod+Alt+-'], repeats: true, main: true, always: true, menu: ['view', 'Zoom Out'] },
  { id: 'full-screen', title: 'Full screen', group: 'View', keys: ['F11'], macKeys: ['Ctrl+Mod+F'], main: true, always: true, menu: ['view', 'Full Screen'] },

  { id: 'palette', title: 'All commands', group: 'App', keys: ['Mod+Shift+P', 'F1'], menu: ['view', 'All Commands…'] },
  { id: 'shortcuts', title: 'Keyboard shortcuts', group: 'App', keys: ['?', 'Mod+/'], menu: ['help', 'Keyboard Shortcuts'] },
  { id: 'watch.mute', title: 'Mute notices for an hour', group: 'App', main: true, menu: ['view', 'Mute Notices for an Hour'] },
  { id: 'settings', title: 'Settings', group: 'App', keys: ['Mod+,'], menu: ['file', 'Settings…'] },
  { id: 'window.new', title: 'New window', group: 'App', keys: ['Mod+Shift+N'], main: true, menu: ['file', 'New Window'] },
  { id: 'diagnostics.save', title: 'Save diagnostics', group: 'App', main: true, menu: ['help', 'Save Diagnostics…'] },
  { id: 'about', title: 'About Tailpane', group: 'App' },
  { id: 'quit', title: 'Quit', group: 'App', keys: ['Mod+Q'], main: true, always: true, menu: ['file', 'Quit'] },
] as const satisfies readonly CommandInfo[]

export type CommandId = (typeof commandRegister)[number]['id']
/** Commands that a pane runs. */
export type PaneCommand = Extract<(typeof commandRegister)[number], { pane: true }>['id']
/** Commands that main runs, for the menu and when the page asks for them. */
export type MainCommand = Extract<(typeof commandRegister)[number], { main: true }>['id']

export const commandInfos: readonly (CommandInfo & { id: CommandId })[] = commandRegister
export const PANE_COMMANDS = commandInfos.filter((one) => one.pane).map((one) => one.id) as PaneCommand[]
export const MAIN_COMMANDS = commandInfos.filter((one) => one.main).map((one) => one.id) as MainCommand[]

/** Shortcuts that the person set in place of the defaults, by the command's id; an empty list is none. */
export type OwnShortcuts = Readonly<Record<string, readonly string[]>>

export function defaultKeys(info: CommandInfo, mac: boolean): readonly string[] {
  return (mac ? info.macKeys : undefined) ?? info.keys ?? []
}

/** The shortcuts that hold for a command. */
export function keysOf(info: CommandInfo, own: OwnShortcuts, mac: boolean): readonly string[] {
  return (Object.hasOwn(own, info.id) ? own[info.id] : undefined) ?? defaultKeys(info, mac)
}

/** The shortcut that the menu shows and hears: a plain one would be taken from every text field. */
export function menuKeyOf(info: CommandInfo, own: OwnShortcuts, mac: boolean): string | undefined {
  return keysOf(info, own, mac).find((key) => !isPlain(key))
}

/** The other command that has this shortcut; undefined when it is free. */
export function ownerOfKey(key: string, except: string, own: OwnShortcuts, mac: boolean): (CommandInfo & { id: CommandId }) | undefined {
  return commandInfos.find((info) => info.id !== except && keysOf(info, own, mac).some((one) => sameShortcut(one, key, mac)))
}
