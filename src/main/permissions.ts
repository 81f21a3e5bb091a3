import type { App, Session } from 'electron'

/** The page needs no camera, location, notification, file or device: every permission is denied, and nothing is downloaded. */
export function denyPermissions(app: Pick<App, 'on'>, only: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler' | 'on'>): void {
  only.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  only.setPermissionCheckHandler(() => false)
  only.setDevicePermissionHandler(() => false)
  only.on('will-download', (event) => event.preventDefault())
  // A certificate that is not valid stays not valid, and no site gets a client certificate or a password.
  app.on('select-client-certificate', (event) => event.preventDefault())
  app.on('login', (event) => event.preventDefault())
}
