import { useSyncExternalStore } from 'react'

/** Whether the window itself can be seen: hidden in the tray or minimised, no pane of it is looked at. */
export function usePageVisible(): boolean {
  return useSyncExternalStore(
    (changed) => {
      document.addEventListener('visibilitychange', changed)
      return () => document.removeEventListener('visibilitychange', changed)
    },
    () => document.visibilityState !== 'hidden',
  )
}
