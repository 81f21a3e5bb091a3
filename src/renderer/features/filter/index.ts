export { FilterStrip } from './FilterStrip'
export { nothingPasses } from './filter-words'
export { useFilter, type FilterState } from './use-filter'
