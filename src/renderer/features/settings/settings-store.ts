import { create } from 'zustand'
import type { Bridge } from '@shared/contract/channels'
import type { Result } from '@shared/model'
import { defaultSettings, type Settings } from '@shared/settings'

interface SettingsState {
  settings: Settings
  /** False until main has answered once; the defaults hold meanwhile. */
  loaded: boolean
}

export const useSettings = create<SettingsState>()(() => ({ settings: defaultSettings, loaded: false }))

let change: (part: Partial<Settings>) => Promise<Result<Settings>> = (part) => {
  const settings = { ...useSettings.getState().settings, ...part }
  useSettings.setState({ settings })
  return Promise.resolve({ ok: true, value: settings })
}

/** Changes settings through main, which checks and keeps them; the failure says which value is out of range. */
export function changeSetting(part: Partial<Settings>): Promise<Result<Settings>> {
  return change(part)
}

/** Loads the settings and keeps them in step with main; resolves when they are there. */
export async function startSettings(bridge: Bridge): Promise<Settings> {
  change = async (part) => {
    const result = await bridge.invoke('settings.change', { change: part })
    if (result.ok) useSettings.setState({ settings: result.value })
    return result
  }
  bridge.on('settings.changed', (settings) => useSettings.setState({ settings }))
  const settings = await bridge.invoke('settings.get', {})
  useSettings.setState({ settings, loaded: true })
  return settings
}
