import { describe, expect, it } from 'vitest'
import { commandInfos, COMMAND_GROUPS, defaultKeys } from '@shared/commands'
import { acceleratorOf, isPlain, matches, readKeystroke, sameShortcut, writeShortcut, type Keystroke } from '@shared/keys'
import { createPaneRegistry } from './pane-commands'
import { isHeard } from './start-commands'

const stroke = (key: string, held: Partial<Keystroke> = {}): Keystroke => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

describe('the register of commands', () => {
  it.each([true, false])('has each id and each shortcut once (macOS: %s)', (mac) => {
    const ids = commandInfos.map((one) => one.id)
    expect(new Set(ids).size).toBe(ids.length)
    const keys = commandInfos.flatMap((info) => defaultKeys(info, mac).map((key) => ({ key, id: info.id })))
    const twice = keys.filter((one, index) => keys.some((other, at) => at < index && sameShortcut(one.key, other.key, mac)))
    expect(twice).toEqual([])
  })

  it('writes every shortcut as a key press is read, so that pressing it sets the same one', () => {
    for (const info of commandInfos) {
      for (const key of defaultKeys(info, false)) {
        const names = key.split('+')
        const name = names.pop() ?? ''
        const typed = { Plus: '+', Space: ' ' }[name] ?? name
        const press = stroke(typed, { ctrlKey: names.includes('Ctrl') || names.includes('Mod'), shiftKey: names.includes('Shift'), altKey: names.includes('Alt') })
        expect(matches(key, press, false), key).toBe(true)
        expect(sameShortcut(readKeystroke(press, false) ?? '', key, false), key).toBe(true)
      }
    }
  })

  it('has a heading for every command', () => {
    for (const { group } of commandInfos) expect(COMMAND_GROUPS).toContain(group)
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

  it('tell a letter from its capital, and take a sign as it is typed', () => {
    expect(matches('G', stroke('g'), false)).toBe(true)
    expect(matches('G', stroke('G', { shiftKey: true }), false)).toBe(false)
    expect(matches('Shift+G', stroke('G', { shiftKey: true }), false)).toBe(true)
    expect(matches('?', stroke('?', { shiftKey: true }), false)).toBe(true)
    expect(matches('/', stroke('/', { shiftKey: true }), false)).toBe(true)
    expect(matches('Mod+Plus', stroke('+', { ctrlKey: true, shiftKey: true }), false)).toBe(true)
  })

  it('are found by their place where the layout has other letters', () => {
    expect(matches('Mod+F', stroke('а', { ctrlKey: true, code: 'KeyF' }), false)).toBe(true)
    expect(readKeystroke(stroke('а', { ctrlKey: true, code: 'KeyF' }), false)).toBe('Mod+F')
  })

  it('are read from a key press, but not from a modifier alone', () => {
    expect(readKeystroke(stroke('Shift', { shiftKey: true }), false)).toBeNull()
    expect(readKeystroke(stroke('?', { shiftKey: true }), false)).toBe('?')
    expect(readKeystroke(stroke('K', { shiftKey: true, metaKey: true }), true)).toBe('Mod+Shift+K')
    expect(readKeystroke(stroke('k', { ctrlKey: true }), true)).toBe('Ctrl+K')
  })

  it('are one keystroke where Ctrl and Mod are one', () => {
    expect(sameShortcut('Ctrl+G', 'Mod+G', false)).toBe(true)
    expect(sameShortcut('Ctrl+G', 'Mod+G', true)).toBe(false)
  })

  it('are written as the platform writes them', () => {
    expect(writeShortcut('Mod+Shift+F', false)).toBe('Ctrl+Shift+F')
    expect(writeShortcut('Mod+Shift+F', true)).toBe('⌘⇧F')
    expect(writeShortcut('Mod+Plus', false)).toBe('Ctrl++')
    expect(['G', 'Shift+G', '?'].map((key) => writeShortcut(key, false))).toEqual(['g', 'G', '?'])
    expect(acceleratorOf('Mod+Alt+ArrowUp')).toBe('CmdOrCtrl+Alt+Up')
  })

  it('that type something are heard in no field, and those of a pane in its text only', () => {
    const start = commandInfos.find((one) => one.id === 'log.jump-start')
    const find = commandInfos.find((one) => one.id === 'settings')
    if (!start || !find) throw new Error('not in the register')
    expect(['G', '?', 'Home', 'Shift+N'].every(isPlain)).toBe(true)
    expect(['F3', 'Shift+F3', 'Mod+G', 'Alt+F2'].some(isPlain)).toBe(false)
    expect(isHeard('G', start, 'log')).toBe(true)
    expect(isHeard('G', start, 'elsewhere')).toBe(false)
    expect(isHeard('Mod+Home', start, 'elsewhere')).toBe(true)
    expect(isHeard('Mod+Home', start, 'field')).toBe(false)
    expect(isHeard('?', find, 'elsewhere')).toBe(true)
    expect(isHeard('?', find, 'field')).toBe(false)
    expect(isHeard('Mod+,', find, 'field')).toBe(true)
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
    expect(registry.hasTarget()).toBe(false)
    expect(registry.run('find')).toBe(false)
  })
})
