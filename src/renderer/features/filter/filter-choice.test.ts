import { expect, it } from 'vitest'
import { filterOf, rememberChoice, rememberedChoice, type FilterChoice } from './filter-choice'

const KEY = 'tailpane.filters'
const usual: FilterChoice = { levels: true, least: 'info', network: false, fold: false, context: 0 }

function storage(kept: string | null = null) {
  const all = new Map<string, string>(kept === null ? [] : [[KEY, kept]])
  return { getItem: (key: string) => all.get(key) ?? null, setItem: (key: string, value: string) => void all.set(key, value) }
}

it('remembers what was chosen for each kind of log, and keeps the others', () => {
  const store = storage()
  expect(rememberedChoice('agent', store)).toEqual(usual)
  rememberChoice('agent', { ...usual, least: 'error', fold: true }, store)
  rememberChoice('startup', { ...usual, context: 4 }, store)
  expect(rememberedChoice('agent', store)).toEqual({ ...usual, least: 'error', fold: true })
  expect(rememberedChoice('startup', store)).toEqual({ ...usual, context: 4 })
  expect(rememberedChoice('script', store)).toEqual(usual)
})

it.each(['{', '[]', 'null', '7', '{"agent":{"levels":true,"least":"loud","network":false,"fold":false,"context":0}}', '{"agent":{"levels":true,"least":"info","network":false,"fold":false,"context":21}}', '{"agent":null}'])(
  'takes nothing that it did not write: %s',
  (kept) => {
    const store = storage(kept)
    expect(rememberedChoice('agent', store)).toEqual(usual)
    rememberChoice('agent', { ...usual, levels: false }, store)
    expect(rememberedChoice('agent', store)).toEqual({ ...usual, levels: false })
  },
)

it('asks the engine for levels in agent logs alone, and for matches where there is a text', () => {
  const query = { text: 'x', caseSensitive: false, wholeWord: false, regex: false }
  expect(filterOf('agent', usual, null)).toEqual({ entries: { least: 'info', network: false, fold: false }, matches: null })
  expect(filterOf('startup', usual, null)).toBeNull()
  expect(filterOf('startup', { ...usual, context: 3 }, query)).toEqual({ entries: null, matches: { pattern: query, context: 3 } })
  expect(filterOf('agent', { ...usual, levels: false }, { ...query, text: '' })).toBeNull()
  expect(filterOf('agent', usual, query)).toMatchObject({ entries: { least: 'info' }, matches: { context: 0 } })
})
