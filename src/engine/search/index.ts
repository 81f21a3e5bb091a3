export { makeMatcher } from './matcher'
export { SearchSession, type SearchSessionOptions } from './search-session'
export type { Searchable } from './log-search'
