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
  /** Of a file that is read as JSON (bytes), and how deep it may be nested. */
  jsonBytes: number
  jsonDepth: number
}

export const IMPORT_LIMITS: ImportLimits = {
  entries: 10_000,
  entryBytes: 1024 * MIB,
  allBytes: 2048 * MIB,
  // Deflate gives 1,032 at most, and only for a text that is one and the same byte.
  ratio: 500,
  ratioFromBytes: 16 * MIB,
  jsonBytes: 4 * MIB,
  jsonDepth: 32,
}
