import { describe, expect, it } from 'vitest'
import { paneKey, type KeyPress, type PaneKey } from './pane-keys'

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...change,
})

describe('paneKey', () => {
  it.each<[string, KeyPress, PaneKey]>([
    ['Ctrl+C', press('c', { ctrlKey: true }), 'copy'],
    ['Ctrl+A', press('a', { ctrlKey: true }), 'select-all'],
    ['PageUp', press('PageUp'), { scroll: -1, unit: 'screens' }],
    ['ArrowDown', press('ArrowDown'), { scroll: 1, unit: 'rows' }],
    ['Escape', press('Escape'), 'escape'],
  ])('%s', (_name, key, meaning) => expect(paneKey(key)).toEqual(meaning))

  it('leaves the keys of others alone', () => {
    for (const key of [press('x'), press('Tab'), press('Enter'), press('c', { ctrlKey: true, shiftKey: true }), press('f', { altKey: true })])
      expect(paneKey(key)).toBeNull()
  })
})
