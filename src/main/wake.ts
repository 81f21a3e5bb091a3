import { powerMonitor } from 'electron'

/** One waking up is told of by several events; they are one within this time (ms). */
const TOGETHER_MS = 2000

/** Calls `onWake` once whenever the machine wakes up or is unlocked. The app must be ready. */
export function watchWake(onWake: () => void, now: () => number = Date.now): void {
  let lastMs = -Infinity
  const hear = (): void => {
    const time = now()
    if (time - lastMs < TOGETHER_MS) return
    lastMs = time
    onWake()
  }
  powerMonitor.on('resume', hear)
  powerMonitor.on('unlock-screen', hear)
}
