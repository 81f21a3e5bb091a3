import type { Settings } from '@shared/settings'
import { useSettings } from './settings-store'

export type DrawnTheme = 'dark' | 'light'

/** The theme to draw: the person's choice, or the system's. */
export function drawnTheme(theme: Settings['theme'], systemIsDark: boolean): DrawnTheme {
  return theme === 'system' ? (systemIsDark ? 'dark' : 'light') : theme
}

/** Puts theme and density on `<html>` and keeps them there in step with the settings and the system. */
export function startTheme(root: HTMLElement): void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const apply = (): void => {
    const { theme, density } = useSettings.getState().settings
    root.dataset.theme = drawnTheme(theme, system.matches)
    root.dataset.density = density
  }
  system.addEventListener('change', apply)
  useSettings.subscribe(apply)
  apply()
}
