export { createEngineClient, ENGINE_DOWN, type ClientPorts, type StartedEngineClient } from './engine-client'
export { ConnectionsContext, useBridge, useEngine, type Connections } from './engine-context'
export type { EngineClient, PaneListener } from './types'
