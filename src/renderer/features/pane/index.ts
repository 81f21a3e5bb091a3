export { LogPane, type LogPaneProps } from './LogPane'
export { revealByteInPane, revealInPane } from './reveal'
