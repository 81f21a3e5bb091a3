import { nativeTheme } from 'electron'
import type { Settings } from '@shared/settings'
import { BACKGROUND } from './background'

/** Makes the page's `prefers-color-scheme`, native dialogs and the menu follow the setting. */
export function applyTheme(theme: Settings['theme']): void {
  nativeTheme.themeSource = theme
}

export function windowBackground(): string {
  return nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light
}
