export { LogRail } from './LogRail'
export { RailModel, type RailState } from './rail-state'
