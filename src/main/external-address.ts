/** Hosts whose pages the app itself links to. Log text never makes links, so the list can stay short. */
const hosts = new Set(['coder.com', 'www.electronjs.org'])

/** The address as the browser may get it; null unless it is plain https to a host of the list. */
export function externalAddress(url: string): string | null {
  try {
    const parsed = new URL(url)
    const plain = parsed.protocol === 'https:' && parsed.port === '' && parsed.username === '' && parsed.password === ''
    return plain && hosts.has(parsed.hostname) ? parsed.href : null
  } catch {
    return null
  }
}
