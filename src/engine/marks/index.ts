export { levelsIn } from './line-levels'
