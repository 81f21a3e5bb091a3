export { startLaunch, useLaunch } from './launch'
