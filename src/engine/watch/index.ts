export { maskSecrets, noticeLine } from './notice-text'
export { Watch, type WatchPorts } from './watch'
