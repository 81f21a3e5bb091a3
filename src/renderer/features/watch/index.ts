export { startWatch } from './start-watch'
