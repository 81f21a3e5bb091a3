export { startEngineHealth, useEngineHealth } from './engine-store'
export { StatusBar } from './StatusBar'
