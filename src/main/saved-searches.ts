import * as v from 'valibot'
import type { Result } from '@shared/model'
import { DEFAULT_SAVED_SEARCHES, savedSearches, type SavedSearch } from '@shared/saved-searches'
import { keptFile } from './kept-file'

const schema = v.object({ version: v.literal(1), searches: savedSearches })

export interface SavedSearchStore {
  /** Those that the person keeps, or those that the app comes with as long as nothing was changed. */
  get(): readonly SavedSearch[]
  keep(searches: readonly SavedSearch[]): Result<null>
}

/** Saved searches in one JSON file (0600). A damaged one is set aside, and the searches that the app comes with stand in. */
export function openSavedSearches(file: string, note: (level: 'warn', text: string) => void): SavedSearchStore {
  const kept = keptFile(file, schema, { things: 'saved searches', whenLost: 'those that come with the app stand in', note })
  let held: readonly SavedSearch[] | null = null
  return {
    get: () => (held ??= kept.read()?.searches ?? DEFAULT_SAVED_SEARCHES),
    keep(searches) {
      const why = kept.write({ version: 1, searches: [...searches] })
      if (why !== null) {
        return { ok: false, failure: { code: 'INTERNAL', sentence: `The searches could not be saved. ${why}`, nextStep: 'Make room on the disk or check the rights of the settings folder, then try again.' } }
      }
      held = searches
      return { ok: true, value: null }
    },
  }
}
