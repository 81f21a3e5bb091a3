import { fileURLToPath } from 'node:url'

/** Whether an argument is the address of a file rather than its path, as desktops hand them over. */
export function isFileAddress(argument: string): boolean {
  return /^file:/i.test(argument)
}

/**
 * The absolute path that a `file:` address stands for; null where it names another machine, has separators or a NUL in its escapes, or
 * is no such address. An address of another machine would be a network share on Windows, and opening it would sign in there.
 */
export function localPath(address: string): string | null {
  try {
    const parsed = new URL(address)
    const plain = parsed.protocol === 'file:' && (parsed.host === '' || parsed.host === 'localhost')
    if (!plain) return null
    // Node decodes once, and refuses escaped separators.
    const path = fileURLToPath(`file://${parsed.pathname}`)
    return path.includes('\0') ? null : path
  } catch {
    return null
  }
}
