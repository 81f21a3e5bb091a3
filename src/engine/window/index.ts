export { PaneSession } from './pane-session'
export type { PaneSessionOptions, PaneView } from './pane-options'
export { filteredBound, filterLine } from './escape-filter'
export { countNewlines, lineNumbersOf, type LineNumbers } from './line-numbers'
