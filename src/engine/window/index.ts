export { PaneSession, type PaneSessionOptions, type PaneView } from './pane-session'
