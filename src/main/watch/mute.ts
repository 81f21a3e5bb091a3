import type { TrayMemory } from './tray-memory'

export const MUTE_MS = 60 * 60_000

export interface Mute {
  /** Ms since the epoch; null when notices are shown. */
  untilMs(): number | null
  set(muted: boolean): void
  stop(): void
}

/** No notices for an hour, also over a restart. `onChange` hears when it begins and ends. */
export function createMute(memory: TrayMemory, onChange: () => void, now: () => number = Date.now): Mute {
  let timer: NodeJS.Timeout | null = null
  const untilMs = (): number | null => {
    const until = memory.get().mutedUntilMs
    // A clock that was set back must not mute for longer.
    return until !== null && until > now() && until <= now() + MUTE_MS ? until : null
  }
  const waitForEnd = (): void => {
    if (timer) clearTimeout(timer)
    const until = untilMs()
    timer = until === null ? null : setTimeout(onChange, until - now() + 1)
  }
  waitForEnd()
  return {
    untilMs,
    set(muted) {
      memory.set({ mutedUntilMs: muted ? now() + MUTE_MS : null })
      waitForEnd()
      onChange()
    },
    stop() {
      if (timer) clearTimeout(timer)
    },
  }
}
