import '@fontsource-variable/jetbrains-mono'
import '@xterm/xterm/css/xterm.css'
import './terminal.css'

export { LogTerminal, logFontReady, type LogTerminalEvents } from './log-terminal'
export { findCountText, HIGHLIGHT_LIMIT, type FindQuery, type FindState } from './find-controller'
