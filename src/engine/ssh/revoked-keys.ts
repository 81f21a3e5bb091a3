import { readFile } from 'node:fs/promises'
import { publicBlobOf } from './private-key'

/** The file that RevokedHostKeys names, read. */
export interface RevocationList {
  file: string
  /** False when it cannot be read, or is a binary list (KRL), which only OpenSSH reads. */
  readable: boolean
  /** Line (from 1) by the key in base64. */
  lines: Map<string, number>
}

/** A KRL begins so (OpenSSH's PROTOCOL.krl). */
const KRL_MAGIC = 'SSHKRL\n\0'

/** Reads a list of revoked public keys, one on a line. */
export async function readRevocations(file: string): Promise<RevocationList> {
  const text = await readFile(file, 'latin1').catch(() => null)
  const lines = new Map<string, number>()
  if (text === null || text.startsWith(KRL_MAGIC)) return { file, readable: false, lines }
  for (const [index, line] of text.split('\n').entries()) {
    const blob = line.startsWith('#') ? null : publicBlobOf(line)
    if (blob) lines.set(blob.toString('base64'), index + 1)
  }
  return { file, readable: true, lines }
}
