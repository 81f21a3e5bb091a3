import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import { commandInfos, menuKeyOf, type CommandId, type CommandInfo, type OwnShortcuts } from '@shared/commands'
import { acceleratorOf } from '@shared/keys'

type Items = MenuItemConstructorOptions[]

const line: MenuItemConstructorOptions = { type: 'separator' }

/** What stands below Open Recent. */
export interface RecentItems {
  recent(): { ticket: string; name: string; folder: string }[]
  open(ticket: string): void
}

/** Sets the application menu from the register of commands. `own`: the person's shortcuts; `run`: what an item does. */
export function setMenu(own: OwnShortcuts, run: (command: CommandId) => void, files: RecentItems): void {
  const mac = process.platform === 'darwin'
  const item = (info: CommandInfo & { id: CommandId }, label: string): MenuItemConstructorOptions => {
    const key = menuKeyOf(info, own, mac)
    return { id: info.id, label, click: () => run(info.id), ...(key === undefined ? {} : { accelerator: acceleratorOf(key) }) }
  }
  const one = (id: CommandId, label?: string): Items =>
    commandInfos.filter((info) => info.id === id).map((info) => item(info, label ?? info.menu?.[1] ?? info.title))
  const recent = files.recent().map(({ ticket, name, folder }): MenuItemConstructorOptions => ({
    // An ampersand would underline the letter behind it.
    label: `${name} (${folder})`.replaceAll('&', '&&'),
    click: () => files.open(ticket),
  }))
  const recentMenu: MenuItemConstructorOptions = { label: 'Open Recent', enabled: recent.length > 0, submenu: [...recent, line, ...one('file.forget-recent', 'Clear List')] }
  // On macOS the menu of the app has these.
  const inAppMenu: readonly CommandId[] = mac ? ['settings', 'quit'] : []
  const part = (menu: 'file' | 'edit' | 'view' | 'help'): Items => {
    const items: Items = []
    let group: string | null = null
    for (const info of commandInfos) {
      if (info.menu?.[0] !== menu || inAppMenu.includes(info.id)) continue
      if (group !== null && group !== info.group) items.push(line)
      group = info.group
      items.push(item(info, info.menu[1]))
      if (info.id === 'file.open') items.push(recentMenu)
    }
    return items
  }

  const appMenu: MenuItemConstructorOptions = {
    label: app.name,
    submenu: [
      ...one('about'),
      line,
      ...one('settings'),
      line,
      { role: 'services' },
      line,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      line,
      ...one('quit', 'Quit Tailpane'),
    ],
  }
  const file: MenuItemConstructorOptions = { label: '&File', submenu: part('file') }
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
      ...part('edit'),
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [...part('view'), ...(app.isPackaged ? [] : [line, { role: 'reload' } as const, { role: 'toggleDevTools' } as const])],
  }
  const window: MenuItemConstructorOptions = { role: 'windowMenu' }
  const help: MenuItemConstructorOptions = { role: 'help', submenu: [...part('help'), ...one('about')] }

  Menu.setApplicationMenu(Menu.buildFromTemplate(mac ? [appMenu, file, edit, view, window, help] : [file, edit, view, help]))
}

/**
 * The bar alone, for the moment until the first picture is there: its place in the window is taken, and the items, each of
 * which costs time, come with `setMenu`.
 */
export function setMenuBar(): void {
  const titles = process.platform === 'darwin' ? [app.name] : ['&File', '&Edit', '&View', 'Help']
  Menu.setApplicationMenu(Menu.buildFromTemplate(titles.map((label) => ({ label, submenu: [] }))))
}
