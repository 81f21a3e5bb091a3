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
    ['End', press('End'), 'to-end'],
    ['G', press('G', { shiftKey: true }), 'to-end'],
    ['g', press('g'), 'to-start'],
    ['Ctrl+Home', press('Home', { ctrlKey: true }), 'to-start'],
    ['F', press('f'), 'toggle-follow'],
    ['Ctrl+F', press('f', { ctrlKey: true }), 'find'],
    ['Cmd+F', press('f', { metaKey: true }), 'find'],
    ['Ctrl+F with caps lock', press('F', { ctrlKey: true }), 'find'],
    ['F3', press('F3'), 'find-next'],
    ['Shift+F3', press('F3', { shiftKey: true }), 'find-previous'],
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
