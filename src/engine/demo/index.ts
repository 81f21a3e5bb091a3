export { startDemo, type DemoOptions } from './server'
export type { DemoWorkspace } from './types'
