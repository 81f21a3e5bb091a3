export { highlightSelection, toggleHighlights } from './highlight-commands'
export { useHighlights } from './use-highlights'
