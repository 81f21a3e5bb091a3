import { create } from 'zustand'
import type { Bridge } from '@shared/contract/channels'
import type { Result } from '@shared/model'
import { DEFAULT_SAVED_SEARCHES, type SavedSearch } from '@shared/saved-searches'

/** The searches that the person keeps, in their order. */
export const useSavedSearches = create<{ searches: readonly SavedSearch[] }>()(() => ({ searches: DEFAULT_SAVED_SEARCHES }))

let keep: (searches: readonly SavedSearch[]) => Promise<Result<null>> = () => Promise.resolve({ ok: true, value: null })

/** Loads what main keeps. */
export async function startSavedSearches(bridge: Bridge): Promise<void> {
  keep = (searches) => bridge.invoke('searches.keep', { searches: [...searches] })
  useSavedSearches.setState(await bridge.invoke('searches.get', {}))
}

/** Keeps these from now on; when main refuses, nothing changes and the failure says why. */
export async function keepSearches(searches: readonly SavedSearch[]): Promise<Result<null>> {
  const result = await keep(searches)
  if (result.ok) useSavedSearches.setState({ searches })
  return result
}
