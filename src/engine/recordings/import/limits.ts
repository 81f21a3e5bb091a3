const MIB = 1024 * 1024

/** How much an import may be. What this app writes is far below; a bomb stops here. */
export interface ImportLimits {
  /** Entries of an archive. */
  entries: number
  /** Of one entry and of all, unpacked (bytes). */
  entryBytes: number
  allBytes: number
  /** Unpacked bytes for each packed one, where it is more than `ratioFromBytes`. */
  ratio: number
  ratioFromBytes: number
  /** Frames of all ranges of a recording: what is known of each of them is held while it is open. */
  frames: number
  /** Of a file that is read as JSON: bytes, values (counted by their commas), and how deep it may be nested. */
  jsonBytes: number
  jsonValues: number
  jsonDepth: number
}

export const IMPORT_LIMITS: ImportLimits = {
  entries: 10_000,
  entryBytes: 1024 * MIB,
  allBytes: 2048 * MIB,
  // Deflate gives 1,032 at most, and only for a text that is one and the same byte.
  ratio: 500,
  ratioFromBytes: 16 * MIB,
  frames: 200_000,
  jsonBytes: 4 * MIB,
  // Twice what the longest manifest of this app has.
  jsonValues: 400_000,
  jsonDepth: 32,
}
