import { describe, expect, it } from 'vitest'
import { keepLayout, keepTabs, keptLayout, keptTabs } from './tab-memory'

function memory(start: Record<string, string> = {}) {
  const held = new Map(Object.entries(start))
  return { getItem: (key: string) => held.get(key) ?? null, setItem: (key: string, value: string) => void held.set(key, value) }
}

describe('what is open outlives the page', () => {
  it('gives tabs back as they were', () => {
    const tabs = { open: ['a:2', 'a:1'], active: 'a:1', known: new Set(['a:1', 'a:2', 'a:3']), picked: true }
    const kept = memory()
    keepTabs(tabs, kept)
    expect(keptTabs(kept)).toEqual(tabs)
  })

  it('has nothing in a window that was just opened, or where something else is kept', () => {
    expect(keptTabs(memory())).toBeNull()
    expect(keptLayout(memory())).toBeNull()
    for (const text of ['', '{', '[]', '{"open":[1],"active":null,"known":[],"picked":true}', '{"open":"x"}']) {
      expect(keptTabs(memory({ 'tailpane.tabs': text }))).toBeNull()
    }
    expect(keptLayout(memory({ 'tailpane.layout': '{' }))).toBeNull()
  })

  it('gives the layout back', () => {
    const kept = memory()
    keepLayout({ grid: { root: [] } }, kept)
    expect(keptLayout(kept)).toEqual({ grid: { root: [] } })
  })
})
