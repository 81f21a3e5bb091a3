import { extname, join, sep } from 'node:path'

/** The app's own scheme: a real origin (unlike `file:`), so that the page's rights can be told apart from any other's. */
export const UI_SCHEME = 'tailpane-app'
export const UI_HOST = 'ui'
export const UI_ORIGIN = `${UI_SCHEME}://${UI_HOST}`

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

/** Segments that no file of ours has: dot names, drive letters, streams, separators, control characters, devices. */
const strange = /^\.|[\\/:*?"<>|\p{Cc}]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu

/**
 * The file under `root` (absolute, no separator at the end) that a URL of the app's
 * scheme stands for, with its content type; null for everything that is not plainly a
 * file of the interface. The path is decoded exactly once, then taken apart, so that a
 * separator or a dot name is refused however it was spelled.
 */
export function findUiFile(url: string, root: string): { file: string; contentType: string } | null {
  let path: string
  try {
    const parsed = new URL(url)
    const ours = parsed.protocol === `${UI_SCHEME}:` && parsed.host === UI_HOST && parsed.username === '' && parsed.password === ''
    if (!ours) return null
    path = decodeURIComponent(parsed.pathname)
  } catch {
    return null
  }
  if (!path.startsWith('/')) return null
  const segments = path === '/' ? ['index.html'] : path.slice(1).split('/')
  if (segments.some((segment) => segment === '' || strange.test(segment))) return null
  const file = join(root, ...segments)
  const contentType = types[extname(file).toLowerCase()]
  if (contentType === undefined || !isBelow(root, file)) return null
  return { file, contentType }
}

/** Whether a file lies in a folder (both absolute). The separator matters: `/app/ui-secrets` starts with `/app/ui` too. */
export function isBelow(root: string, file: string): boolean {
  return file.startsWith(root + sep)
}
