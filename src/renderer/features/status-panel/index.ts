export { StatusPanel } from './StatusPanel'
