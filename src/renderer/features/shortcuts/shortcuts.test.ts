import { expect, it } from 'vitest'
import { commandInfos, keysOf, type OwnShortcuts } from '@shared/commands'
import { changeSettings, defaultSettings } from '@shared/settings'
import { conflictsOf, isOwn, keyRefusal, matchingCommands, withDefaults, withKey, withoutKey, type Registered } from './edit-shortcuts'

const info = (id: string): Registered => {
  const found = commandInfos.find((one) => one.id === id)
  if (!found) throw new Error(`no command ${id}`)
  return found
}
const keys = (id: string, own: OwnShortcuts) => keysOf(info(id), own, false)

it('adds a shortcut, takes it from the command that had it, and both can go back to the defaults', () => {
  const own = withKey({}, info('demo.open'), 'Mod+W', false)
  expect(keys('demo.open', own)).toEqual(['Mod+W'])
  expect(keys('tab.close', own)).toEqual([])
  expect(isOwn(info('tab.close'), own, false)).toBe(true)
  expect(withDefaults(withDefaults(own, info('demo.open')), info('tab.close'))).toEqual({})
})

it('keeps nothing for a command that is back at its defaults', () => {
  const without = withoutKey({}, info('settings'), 'Ctrl+,', false)
  expect(keys('settings', without)).toEqual([])
  expect(withKey(without, info('settings'), 'Mod+,', false)).toEqual({})
})

it('takes no more than four, and none twice', () => {
  let own: OwnShortcuts = {}
  for (const key of ['F6', 'F6', 'F7', 'F8', 'F9', 'F10']) own = withKey(own, info('about'), key, false)
  expect(keys('about', own)).toEqual(['F6', 'F7', 'F8', 'F9'])
  expect(changeSettings(defaultSettings, { shortcuts: own }).ok).toBe(true)
})

it('names what shares a shortcut, as settings from elsewhere may have it', () => {
  expect(conflictsOf(info('about'), { about: ['Ctrl+F'] }, false)).toMatchObject([{ key: 'Ctrl+F', with: { id: 'find' } }])
  expect(conflictsOf(info('about'), {}, false)).toEqual([])
})

it('refuses the keys that everything else needs', () => {
  for (const key of ['Escape', 'Tab', 'Mod+C']) expect(keyRefusal(key, false)).toContain('needed')
  expect(keyRefusal('Mod+K', false)).toBeNull()
})

it('finds commands by title, group and shortcut', () => {
  expect(matchingCommands('ctrl+shift+f', {}, false).map((one) => one.id)).toEqual(['search'])
  expect(matchingCommands('sidebar', {}, false).map((one) => one.id)).toContain('sidebar.toggle')
  expect(matchingCommands('', {}, false)).toHaveLength(commandInfos.length)
})
