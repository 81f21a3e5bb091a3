export { AddLogDialog } from './AddLogDialog'
