import * as v from 'valibot'
import type { Result } from '../model'
import { savedSearches, type SavedSearch } from '../saved-searches'

/** Searches that the person keeps: the part of `channels.ts` that speaks of them. Main keeps them in a file of the profile. */
export const savedSearchCallSchemas = {
  'searches.get': v.strictObject({}),
  /** Keeps these in the place of all that were kept. */
  'searches.keep': v.strictObject({ searches: savedSearches }),
} as const

export interface SavedSearchCallResults {
  'searches.get': { searches: readonly SavedSearch[] }
  'searches.keep': Result<null>
}
