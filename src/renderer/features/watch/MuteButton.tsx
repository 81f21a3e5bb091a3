import { Bell, BellOff } from 'lucide-react'
import type { AgentInfo } from '@shared/model'
import { useBridge } from '@/bridge'
import { useSettings } from '@/features/settings'
import { IconButton } from '@/ui'
import { mute, useMute } from './mute-store'

/** Ends notices for an hour, where a start may give reason for some; and brings them back, wherever one looks. */
export function MuteButton({ agent }: { agent: AgentInfo }) {
  const bridge = useBridge()
  const watch = useSettings((state) => state.settings.watch)
  const { untilMs } = useMute()
  const { kind } = agent.state
  if (!watch || (untilMs === null && (kind === 'ready' || kind === 'stopped' || kind === 'unknown'))) return null
  if (untilMs === null) return <IconButton size="small" label="Mute notices for an hour" icon={<Bell size={14} />} onClick={() => mute(bridge, true)} />
  const time = new Date(untilMs).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  return <IconButton size="small" label={`Unmute notices (muted until ${time})`} icon={<BellOff size={14} />} onClick={() => mute(bridge, false)} />
}
