import { createContext, useContext } from 'react'
import type { Bridge } from '@shared/contract/channels'
import type { EngineClient } from './types'

export interface Connections {
  bridge: Bridge
  engine: EngineClient
}

export const ConnectionsContext = createContext<Connections | null>(null)

function useConnections(): Connections {
  const connections = useContext(ConnectionsContext)
  if (!connections) throw new Error('The shell must be inside ConnectionsContext.')
  return connections
}

/** The engine's client of this window. */
export function useEngine(): EngineClient {
  return useConnections().engine
}

/** The typed channels to main. */
export function useBridge(): Bridge {
  return useConnections().bridge
}
