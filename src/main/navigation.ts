import { app } from 'electron'
import { openExternalLink } from './external-links'

/**
 * Keeps every page where it is: no navigation (but a reload of the window's own page),
 * no redirects, no frames, no web views, no new windows. A link to a page of the allowed
 * list opens in the browser instead.
 */
export function lockNavigation(ownPage: string): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.on('will-frame-navigate', (details) => {
      if (!details.isMainFrame || details.url !== ownPage) details.preventDefault()
    })
    contents.on('will-redirect', (details) => details.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      void openExternalLink(url)
      return { action: 'deny' }
    })
  })
}
