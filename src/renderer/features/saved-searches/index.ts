export { takeAskedFind } from './find-request'
export { saveSearch } from './run-search'
export { SavedSearchesButton } from './SavedSearchesButton'
export { startSavedSearches, useSavedSearches } from './saved-store'
