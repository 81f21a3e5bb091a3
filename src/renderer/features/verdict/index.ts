export { CauseLine } from './CauseLine'
export { RunTimeline } from './RunTimeline'
export { showPlace } from './show-place'
