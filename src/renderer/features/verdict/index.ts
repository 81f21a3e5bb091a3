export { CauseLine } from './CauseLine'
export { LastOutput } from './LastOutput'
export { RunTimeline } from './RunTimeline'
export { showPlace } from './show-place'
