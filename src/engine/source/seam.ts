import { createHash } from 'node:crypto'
import type { Checkpoint } from '@shared/model'

/** How many bytes before a point prove that a file still is the one that was read (bytes). */
export const SEAM_BYTES = 4096

/** Proof of what stood before a local offset: the bytes themselves, or their hash when only that was kept. */
export interface Seam {
  /** Local offset where it ends. */
  end: number
  /** How many bytes it covers. */
  length: number
  matches(bytes: Uint8Array): boolean
}

export function seamOfBytes(end: number, bytes: Uint8Array): Seam {
  const kept = Buffer.from(bytes)
  return { end, length: kept.length, matches: (other) => kept.equals(other) }
}

/** The seam that a checkpoint carries; null at the epoch's start, where there is nothing to prove. */
export function seamOfCheckpoint(checkpoint: Checkpoint): Seam | null {
  const end = checkpoint.offset - checkpoint.epochStart
  if (end <= 0 || checkpoint.seamHash === '') return null
  return { end, length: Math.min(SEAM_BYTES, end), matches: (bytes) => seamHash(bytes) === checkpoint.seamHash }
}

/** SHA-256 in hex. */
export function seamHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
