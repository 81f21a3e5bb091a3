/** The number that was typed; NaN for what is not one, which the settings then refuse with their own sentence. */
export function readNumber(text: string): number {
  const plain = text.trim().replace(',', '.')
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN
}

/** As many as the settings keep. */
const MOST_FOLDERS = 10

/** Why a path cannot be taken; null when it can. Whether something is there is found out when it is used. */
export function folderRefusal(path: string, known: readonly string[]): string | null {
  if (!/^(\/|[A-Za-z]:[\\/])/.test(path)) return 'The path must be a full one, from the root on.'
  if (known.includes(path)) return 'This folder is in the list already.'
  return known.length >= MOST_FOLDERS ? `There can be at most ${MOST_FOLDERS} folders.` : null
}
