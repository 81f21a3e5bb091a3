import { describe, expect, it, vi } from 'vitest'
import { commandInfos } from '@shared/commands'
import { useSettings } from '@/features/settings'
import { commandItem } from './command-item'
import { asksForMenu } from './menu-place'

const press = (key: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey', boolean>> = {}) => ({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...held })

describe('asksForMenu', () => {
  it('hears the Menu key and Shift+F10, and no other', () => {
    expect(asksForMenu(press('ContextMenu'))).toBe(true)
    expect(asksForMenu(press('F10', { shiftKey: true }))).toBe(true)
    expect(asksForMenu(press('F10'))).toBe(false)
    expect(asksForMenu(press('F10', { shiftKey: true, ctrlKey: true }))).toBe(false)
    expect(asksForMenu(press('Enter'))).toBe(false)
  })
})

describe('commandItem', () => {
  it('has the name and the shortcut of the register, and runs what it is given', () => {
    const run = vi.fn()
    const item = commandItem('find', run)
    expect(item).toMatchObject({ label: commandInfos.find((one) => one.id === 'find')?.title, shortcut: 'Ctrl+F', disabled: false })
    item.run()
    expect(run).toHaveBeenCalledOnce()
  })

  it('shows the shortcut that the person set', () => {
    const { settings } = useSettings.getState()
    useSettings.setState({ settings: { ...settings, shortcuts: { find: ['Mod+Y'] } } })
    expect(commandItem('find', () => {}, { label: 'Find…' })).toMatchObject({ label: 'Find…', shortcut: 'Ctrl+Y' })
    useSettings.setState({ settings })
  })
})
