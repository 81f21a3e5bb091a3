export { PaneSession, type PaneSessionOptions, type PaneView } from './pane-session'
export { filteredBound, filterLine } from './escape-filter'
