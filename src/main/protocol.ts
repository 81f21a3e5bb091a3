import { readFile } from 'node:fs/promises'
import { app, protocol, type ProtocolResponse } from 'electron'
import { headerPolicy } from './page-policy'
import { findUiFile, UI_SCHEME } from './ui-files'

const headers = {
  'content-security-policy': headerPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

/** Makes the app's scheme a real, secure origin. Must run before the app is ready. */
export function registerUiScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: UI_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/**
 * Serves the built interface (`root`, absolute) under the app's scheme: GET, files of known types, nothing else.
 *
 * By the callback API and not by `protocol.handle`: that one loads a fetch implementation into main before the first
 * file can be answered, some 55 ms of every start.
 */
export function serveUi(root: string, note: (text: string) => void): void {
  protocol.registerBufferProtocol(UI_SCHEME, (request, answer) => {
    if (request.method !== 'GET') return answer(refusal(405, { allow: 'GET' }))
    const found = findUiFile(request.url, root)
    if (!found) return answer(refusal(404))
    readFile(found.file).then(
      (data) => answer({ statusCode: 200, headers: { ...headers, 'content-type': found.contentType }, data }),
      () => {
        note(`not served: ${request.url.slice(0, 200)}`)
        answer(missing(found.contentType))
      },
    )
  })
}

function refusal(statusCode: number, more: Record<string, string> = {}): ProtocolResponse {
  return { statusCode, headers: { ...headers, ...more }, data: Buffer.alloc(0) }
}

/** A page that says what is wrong stands in for the interface itself, so that the window is never blank. */
function missing(contentType: string): ProtocolResponse {
  if (!contentType.startsWith('text/html')) return refusal(404)
  const what = app.isPackaged ? 'Please install Tailpane again.' : 'Build it with <code>npm run build</code>, then start again.'
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="dark light">
<title>Tailpane</title><body style="font: 14px system-ui; margin: 48px">
<h1 style="font-size: 18px">Tailpane did not find its own window</h1><p>The files of the interface are missing. ${what}</p>`
  return { statusCode: 404, headers: { ...headers, 'content-type': contentType }, data: Buffer.from(page) }
}
