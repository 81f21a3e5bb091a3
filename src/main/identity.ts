import { join, resolve } from 'node:path'
import { app } from 'electron'

/**
 * Gives the app its name and its folder, and returns the folder (absolute). It is said
 * outright because Electron would name it after the package in development and after the
 * product in a package.
 */
export function claimProfile(): string {
  app.setName('Tailpane')
  const asked = app.commandLine.getSwitchValue('user-data-dir')
  const profile = asked ? resolve(asked) : join(app.getPath('appData'), 'Tailpane')
  app.setPath('userData', profile)
  app.setPath('sessionData', profile)
  return profile
}
