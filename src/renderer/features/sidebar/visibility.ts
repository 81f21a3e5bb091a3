import { useSyncExternalStore } from 'react'
import { create } from 'zustand'
import { changeSetting, useSettings } from '@/features/settings'

/** Below this width (CSS pixels) the sidebar lies over the logs and starts closed. */
export const NARROW_PX = 720

interface DrawerState {
  open: boolean
}

/** The sidebar over the logs in a narrow window; it is not remembered. */
const useDrawer = create<DrawerState>()(() => ({ open: false }))

const narrow = typeof matchMedia === 'undefined' ? null : matchMedia(`(width < ${NARROW_PX}px)`)

function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      narrow?.addEventListener('change', changed)
      return () => narrow?.removeEventListener('change', changed)
    },
    () => narrow?.matches ?? false,
  )
}

export function useSidebarVisible(): boolean {
  const isNarrow = useNarrow()
  const setting = useSettings((state) => state.settings.sidebarOpen)
  const drawer = useDrawer((state) => state.open)
  return isNarrow ? drawer : setting
}

export function setSidebarVisible(visible: boolean): void {
  if (narrow?.matches) useDrawer.setState({ open: visible })
  else if (useSettings.getState().settings.sidebarOpen !== visible) void changeSetting({ sidebarOpen: visible })
}

export function toggleSidebar(): void {
  setSidebarVisible(!(narrow?.matches ? useDrawer.getState().open : useSettings.getState().settings.sidebarOpen))
}

/** In a narrow window the sidebar makes way for what was chosen in it. */
export function closeDrawer(): void {
  useDrawer.setState({ open: false })
}
