import { UI_ORIGIN } from './ui-files'

/** Where the window's page comes from. */
export interface PageAddress {
  url: string
  /** Origin of its calls, as a frame states it. */
  origin: string
  /** The app serves the files itself; false while a development server does. */
  built: boolean
}

/** The built page, or that of a development server on this machine when one is named and the app is not packaged. */
export function pageAddress(developmentServer: string | undefined, isPackaged: boolean): PageAddress {
  if (developmentServer && !isPackaged && URL.canParse(developmentServer)) {
    const { hostname, origin, protocol } = new URL(developmentServer)
    const here = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
    if (here && protocol === 'http:') return { url: `${origin}/`, origin, built: false }
  }
  return { url: `${UI_ORIGIN}/`, origin: UI_ORIGIN, built: true }
}
