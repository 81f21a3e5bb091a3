import { shell } from 'electron'
import { externalAddress } from './external-address'

/** Opens a page of the allowed list in the person's browser; the only way out of the app. */
export function openExternalLink(url: string): void {
  const address = externalAddress(url)
  if (address !== null) void shell.openExternal(address)
}
