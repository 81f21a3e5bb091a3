export { HistoryDialog } from './HistoryDialog'
