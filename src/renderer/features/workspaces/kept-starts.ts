import { changeSetting, useSettings } from '@/features/settings'

/** As many as the settings keep. */
const MOST = 200

/** Whether the logs of a workspace's ended starts are kept on this machine. */
export function keepsStarts(target: string): boolean {
  return !useSettings.getState().settings.startsNotKept.includes(target)
}

/** Keeps the logs of a workspace's ended starts from now on, or not any more. */
export function toggleKeptStarts(target: string): void {
  const { startsNotKept } = useSettings.getState().settings
  const next = startsNotKept.includes(target) ? startsNotKept.filter((one) => one !== target) : [...startsNotKept, target].slice(-MOST)
  void changeSetting({ startsNotKept: next })
}
