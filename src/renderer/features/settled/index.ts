export { startSettled } from './start-settled'
