import { create } from 'zustand'
import type { Bridge, Launch } from '@shared/contract/channels'
import type { EngineClient } from '@/bridge'
import { openTarget, showFailure } from '@/features/workspaces'

interface LaunchState {
  launch: Launch | null
  /** `opening` while targets are on their way; `done` once each is open or has failed. */
  phase: 'pending' | 'opening' | 'done'
}

export const useLaunch = create<LaunchState>()(() => ({ launch: null, phase: 'pending' }))

/** Opens what the command line asked for; what fails is said and the rest goes on. */
export async function startLaunch(bridge: Bridge, engine: EngineClient): Promise<void> {
  const launch = await bridge.invoke('launch.get', {})
  useLaunch.setState({ launch, phase: 'opening' })
  const opened = await Promise.all([
    ...(launch.demo ? [engine.request('demo.open', {})] : []),
    ...launch.targets.map((target) => openTarget(engine, target)),
  ])
  for (const result of opened) if (!result.ok) showFailure(result.failure)
  useLaunch.setState({ phase: 'done' })
}
