import { describe, expect, it } from 'vitest'
import { commands } from './command-table'
import { createPaneRegistry, PANE_COMMANDS } from './pane-commands'
import { matches, writeShortcut, type Keystroke } from './shortcuts'

const stroke = (key: string, held: Partial<Keystroke> = {}): Keystroke => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

describe('the command table', () => {
  it('has each id and each shortcut once', () => {
    const ids = commands.map((one) => one.id)
    expect(new Set(ids).size).toBe(ids.length)
    const shortcuts = commands.flatMap((one) => one.shortcuts)
    expect(new Set(shortcuts).size).toBe(shortcuts.length)
  })

  it('knows every command that the menu sends', () => {
    const menu = ['workspace.add', 'deployment.add', 'coder.refresh', 'favourite.toggle', 'status', 'demo.open', 'tab.close', 'tab.next', 'tab.previous', 'sidebar.toggle', 'settings', 'about', 'search', ...PANE_COMMANDS]
    const ids = new Set(commands.map((one) => one.id))
    expect(menu.filter((id) => !ids.has(id))).toEqual([])
  })
})

describe('shortcuts', () => {
  it('take Cmd on macOS and Ctrl elsewhere, and no more keys than named', () => {
    expect(matches('Mod+F', stroke('f', { ctrlKey: true }), false)).toBe(true)
    expect(matches('Mod+F', stroke('f', { metaKey: true }), true)).toBe(true)
    expect(matches('Mod+F', stroke('f', { ctrlKey: true }), true)).toBe(false)
    expect(matches('Mod+F', stroke('F', { ctrlKey: true, shiftKey: true }), false)).toBe(false)
    expect(matches('Mod+F', stroke('f', { ctrlKey: true, altKey: true }), false)).toBe(false)
    expect(matches('F3', stroke('F3'), false)).toBe(true)
    expect(matches('Ctrl+Shift+Tab', stroke('Tab', { ctrlKey: true, shiftKey: true }), true)).toBe(true)
  })

  it('are written as the platform writes them', () => {
    expect(writeShortcut('Mod+Shift+F', false)).toBe('Ctrl+Shift+F')
    expect(writeShortcut('Mod+Shift+F', true)).toBe('⌘⇧F')
  })
})

describe('the pane registry', () => {
  const make = () => {
    const registry = createPaneRegistry()
    const ran: string[] = []
    const shown = new Map([['a', true], ['b', true]])
    const leave = ['a', 'b'].map((id) => registry.register(id, { run: (c) => ran.push(`${id} ${c}`), visible: () => shown.get(id) ?? false }))
    return { registry, ran, shown, leave }
  }

  it('runs a command in the pane that had the focus', () => {
    const { registry, ran } = make()
    registry.focus('b')
    expect(registry.run('find')).toBe(true)
    expect(ran).toEqual(['b find'])
  })

  it('turns to a visible pane when the focused one is hidden or gone', () => {
    const { registry, ran, shown, leave } = make()
    registry.focus('b')
    shown.set('b', false)
    registry.run('find')
    leave[1]?.()
    registry.run('find.next')
    expect(ran).toEqual(['a find', 'a find.next'])
  })

  it('says so when there is no pane to run in', () => {
    const { registry, leave } = make()
    for (const one of leave) one()
    expect(registry.run('find')).toBe(false)
  })
})
