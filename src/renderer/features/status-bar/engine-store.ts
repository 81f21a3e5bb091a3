import { create } from 'zustand'
import type { Bridge, EngineHealth } from '@shared/contract/channels'

interface EngineState {
  health: EngineHealth
}

export const useEngineHealth = create<EngineState>()(() => ({ health: 'starting' }))

export function startEngineHealth(bridge: Bridge): void {
  bridge.on('engine.health', ({ health }) => useEngineHealth.setState({ health }))
}
