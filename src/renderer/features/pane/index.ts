export { LogPane, type LogPaneProps } from './LogPane'
export { revealInPane } from './reveal'
