export { LogPane, type LogPaneProps } from './LogPane'
