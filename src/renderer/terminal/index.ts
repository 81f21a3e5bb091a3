import '@fontsource-variable/jetbrains-mono'
import '@xterm/xterm/css/xterm.css'
import './terminal.css'

export { LogTerminal, type LogTerminalEvents } from './log-terminal'
export type { SelectedRange } from './log-selection'
export type { TerminalView } from './line-view'
export { logFontReady } from './terminal-options'
export { findCountText, HIGHLIGHT_LIMIT, queryProblem, type FindQuery, type FindState } from './find-controller'
