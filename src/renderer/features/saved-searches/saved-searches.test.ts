import { beforeEach, expect, it, vi } from 'vitest'
import type { Bridge } from '@shared/contract/channels'
import { DEFAULT_SAVED_SEARCHES, type SavedSearch } from '@shared/saved-searches'
import { paneRegistry } from '@/features/commands/pane-commands'
import { useNotices } from '@/features/notices'
import { useSearchPanel } from '@/features/search/panel-store'
import { takeAskedFind } from './find-request'
import { runSearch } from './run-search'
import { keepSearches, startSavedSearches, useSavedSearches } from './saved-store'
import { byKind, freshId, refuseName, searchesFor } from './search-list'

const search = (name: string, more: Partial<SavedSearch> = {}): SavedSearch => ({ id: name, name, kind: 'startup', scope: 'pane', pattern: { text: name, regex: false, caseSensitive: false, wholeWord: false }, ...more })
const list = [search('any', { kind: 'any' }), search('agent', { kind: 'agent' }), search('startup')]
const names = (of: readonly SavedSearch[]) => of.map(({ name }) => name).join(' ')

beforeEach(() => {
  useSearchPanel.setState({ open: false })
  useNotices.setState({ notices: [] })
})

it('offers for a log what is meant for its kind, and then what is for all', () => {
  expect(names(searchesFor(list, 'script'))).toBe('startup any')
  expect(names(searchesFor(list, 'agent'))).toBe('agent any')
  expect(names(searchesFor(list, null))).toBe('any agent startup')
  expect(byKind(list).map(({ kind, searches }) => `${kind}: ${names(searches)}`)).toEqual(['startup: startup', 'agent: agent', 'any: any'])
  expect(byKind([])).toEqual([])
})

it('refuses a name that is empty or taken, and more than are kept', () => {
  expect(refuseName(list, ' ', null)).toContain('Enter a name')
  expect(refuseName(list, ' any ', null)).toContain('Another search')
  expect(refuseName(list, 'any', 'any')).toBeNull()
  const full = Array.from({ length: 100 }, (_, n) => search(`s${n}`))
  expect(refuseName(full, 'new', null)).toContain('100')
  expect(refuseName(full, 'renamed', 's4')).toBeNull()
  expect(freshId([search('own-2')])).toBe('own-3')
})

it('runs in the pane that has the focus, or over whole logs', () => {
  const run = vi.spyOn(paneRegistry, 'run').mockReturnValue(true)
  runSearch(search('pane'))
  expect(run).toHaveBeenCalledWith('find')
  expect(takeAskedFind()?.text).toBe('pane')
  expect(takeAskedFind()).toBeNull()
  runSearch(search('wide', { scope: 'all' }))
  expect(useSearchPanel.getState()).toMatchObject({ open: true, scope: 'all', query: { text: 'wide' } })
  run.mockReturnValue(false)
  runSearch(search('nowhere'))
  expect(takeAskedFind()).toBeNull()
  expect(useNotices.getState().notices[0]?.text).toContain('No log is open')
  run.mockRestore()
})

it('keeps what main has kept, and nothing that main refused', async () => {
  let kept: unknown = null
  const failure = { code: 'INTERNAL', sentence: 'No room.', nextStep: 'Make room.' } as const
  const invoke = (name: string, params: { searches: SavedSearch[] }) => {
    if (name === 'searches.get') return Promise.resolve({ searches: list })
    if (params.searches.length === 0) return Promise.resolve({ ok: false, failure })
    kept = params.searches
    return Promise.resolve({ ok: true, value: null })
  }
  expect(useSavedSearches.getState().searches).toBe(DEFAULT_SAVED_SEARCHES)
  await startSavedSearches({ invoke } as unknown as Bridge)
  expect(useSavedSearches.getState().searches).toBe(list)
  await keepSearches(list.slice(1))
  expect(kept).toEqual(list.slice(1))
  expect(await keepSearches([])).toEqual({ ok: false, failure })
  expect(names(useSavedSearches.getState().searches)).toBe('agent startup')
})
