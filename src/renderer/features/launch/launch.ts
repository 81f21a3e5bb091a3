import { create } from 'zustand'
import type { Bridge, Launch } from '@shared/contract/channels'
import type { EngineClient } from '@/bridge'
import { showNotice } from '@/features/notices'
import { keepOpenFiles, openTickets } from '@/features/open-file'
import { openTarget, showFailure } from '@/features/workspaces'

interface LaunchState {
  launch: Launch | null
  /** `opening` while targets are on their way; `done` once each is open or has failed. */
  phase: 'pending' | 'opening' | 'done'
}

export const useLaunch = create<LaunchState>()(() => ({ launch: null, phase: 'pending' }))

/**
 * Opens what the command line asked for, at the start and when the app is started again
 * meanwhile; what fails is said and the rest goes on.
 */
export async function startLaunch(bridge: Bridge, engine: EngineClient): Promise<void> {
  bridge.on('launch.more', (more) => void openAll(more, engine))
  const launch = await bridge.invoke('launch.get', {})
  useLaunch.setState({ launch, phase: 'opening' })
  if (launch.unread !== null) showNotice({ text: launch.unread })
  // What was open before comes first, so that what was asked for now is in front.
  await openTickets(engine, launch.reopened, true)
  await Promise.all([openAll(launch, engine), openTickets(engine, launch.files)])
  keepOpenFiles(bridge)
  useLaunch.setState({ phase: 'done' })
}

async function openAll({ demo, targets }: Pick<Launch, 'demo' | 'targets'>, engine: EngineClient): Promise<void> {
  const opened = await Promise.all([
    ...(demo ? [engine.request('demo.open', {})] : []),
    ...targets.map((target) => openTarget(engine, target)),
  ])
  for (const result of opened) if (!result.ok) showFailure(result.failure)
}
