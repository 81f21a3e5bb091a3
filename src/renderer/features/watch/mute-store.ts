import { create } from 'zustand'
import type { Bridge } from '@shared/contract/channels'

interface MuteState {
  /** Until when the desktop is told nothing, ms since the epoch; null while it is. */
  untilMs: number | null
}

export const useMute = create<MuteState>()(() => ({ untilMs: null }))

export function setMute(untilMs: number | null): void {
  useMute.setState({ untilMs })
}

/** No notices for an hour, or notices again; main tells what came of it. */
export function mute(bridge: Bridge, muted: boolean): void {
  void bridge.invoke('watch.mute', { muted })
}
