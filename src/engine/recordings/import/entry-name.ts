/** Names that Windows takes for devices, whatever follows the dot. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i
const MOST_CHARS = 1024
const MOST_PART_CHARS = 255

/**
 * What is wrong with the name of an archive's entry; null where nothing is. It must lie inside of the archive, on any
 * system. No name of an archive is ever used as a path; one that tries to be says what the archive is.
 */
export function wrongName(name: string): 'outside' | 'unusable' | null {
  if (name.length === 0 || name.length > MOST_CHARS) return 'unusable'
  if (name.startsWith('/') || name.includes('\\') || /^[A-Za-z]:/.test(name)) return 'outside'
  if (/\p{Cc}|\ufffd/u.test(name)) return 'unusable'
  const parts = (name.endsWith('/') ? name.slice(0, -1) : name).split('/')
  for (const part of parts) {
    // Full-width dots and slashes become plain ones where names are normalised.
    const plain = part.normalize('NFKC').trim()
    if (plain === '..' || plain.includes('/') || plain.includes('\\')) return 'outside'
    if (part === '' || plain === '.' || part.length > MOST_PART_CHARS || part.includes(':') || /[. ]$/.test(part) || DEVICE.test(part)) return 'unusable'
  }
  return null
}

/** Two names with one key are one file on some system. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\/$/, '')
}
