import { app, Menu, type MenuItemConstructorOptions } from 'electron'

/** Commands of the menu; the page runs them by the same names from its command table. */
export type MenuCommand =
  | 'workspace.add'
  | 'deployment.add'
  | 'coder.refresh'
  | 'favourite.toggle'
  | 'status'
  | 'demo.open'
  | 'tab.close'
  | 'tab.next'
  | 'tab.previous'
  | 'search'
  | 'find'
  | 'find.next'
  | 'find.previous'
  | 'go-to'
  | 'follow.toggle'
  | 'log.jump-end'
  | 'sidebar.toggle'
  | 'settings'
  | 'about'
  | 'watch.mute'
  | 'quit'

/** Sets the application menu. What needs the page is told to it by `run`. */
export function setMenu(run: (command: MenuCommand) => void): void {
  const mac = process.platform === 'darwin'
  const item = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    click: () => run(command),
    ...(accelerator ? { accelerator } : {}),
  })
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const settings = item('Settings…', 'settings', 'CmdOrCtrl+,')
  const quit = item(mac ? 'Quit Tailpane' : 'Quit', 'quit', 'CmdOrCtrl+Q')
  const about = item('About Tailpane', 'about')

  const appMenu: MenuItemConstructorOptions = {
    label: app.name,
    submenu: [about, line, settings, line, { role: 'services' }, line, { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, line, quit],
  }
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      item('Add Workspace…', 'workspace.add', 'CmdOrCtrl+N'),
      item('Add Coder Deployment…', 'deployment.add'),
      item('Open Demo Workspace', 'demo.open'),
      line,
      item('Add to or Remove from Favourites', 'favourite.toggle', 'CmdOrCtrl+D'),
      item('Refresh Lists', 'coder.refresh', 'F5'),
      line,
      item('Close Tab', 'tab.close', 'CmdOrCtrl+W'),
      ...(mac ? [] : [line, settings, line, quit]),
    ],
  }
  const edit: MenuItemConstructorOptions = {
    label: '&Edit',
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      line,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
      line,
      item('Find…', 'find', 'CmdOrCtrl+F'),
      item('Find Next', 'find.next', 'F3'),
      item('Find Previous', 'find.previous', 'Shift+F3'),
      item('Search in Logs…', 'search', 'CmdOrCtrl+Shift+F'),
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      item('Go to…', 'go-to', 'Ctrl+G'),
      item('Follow Log', 'follow.toggle', 'CmdOrCtrl+Shift+L'),
      item('Jump to Latest', 'log.jump-end', 'CmdOrCtrl+End'),
      line,
      item('Next Tab', 'tab.next', 'Ctrl+Tab'),
      item('Previous Tab', 'tab.previous', 'Ctrl+Shift+Tab'),
      item('Show or Hide Sidebar', 'sidebar.toggle', 'CmdOrCtrl+B'),
      item('Connections', 'status'),
      item('Mute Notices for an Hour', 'watch.mute'),
      line,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      // The key without Shift, as browsers take it.
      { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false, acceleratorWorksWhenHidden: true },
      { role: 'zoomOut' },
      line,
      { role: 'togglefullscreen' },
      ...(app.isPackaged ? [] : [line, { role: 'reload' } as const, { role: 'toggleDevTools' } as const]),
    ],
  }
  const window: MenuItemConstructorOptions = { role: 'windowMenu' }
  const help: MenuItemConstructorOptions = { role: 'help', submenu: [about] }

  Menu.setApplicationMenu(Menu.buildFromTemplate(mac ? [appMenu, file, edit, view, window] : [file, edit, view, help]))
}
