import type { Failure } from '@shared/model'
import { WindowTooLarge } from '../../source'

export type Refused = { ok: false; failure: Failure }

/** @param why completes "…, since" */
export function refuseImport(why: string): Refused {
  return {
    ok: false,
    failure: { code: 'IMPORT_REFUSED', sentence: `This cannot be imported, since ${why}.`, nextStep: 'Ask whoever made it for a new copy. Nothing was kept of it.' },
  }
}

/** What was asked for is neither of the things that can be imported. */
export function unknownKind(): Refused {
  return {
    ok: false,
    failure: {
      code: 'IMPORT_REFUSED',
      sentence: 'This is no recording and no support bundle of Coder.',
      nextStep: 'Choose a recording, its zip, or what "coder support bundle" wrote. Open any other log as a file.',
    },
  }
}

/** What the system says of a file, in a few words that complete a sentence. */
export function reasonOf(error: unknown): string {
  if (error instanceof WindowTooLarge) return 'a file in it is packed so that unpacking takes too much memory'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known: Record<string, string> = {
    ENOENT: 'it is not there any more',
    EACCES: 'it may not be read',
    ENOSPC: 'the disk is full',
    ELOOP: 'a file in it is a link',
    EROFS: 'the disk can only be read',
  }
  return known[code] ?? (code && !code.startsWith('Z_') ? `the system says ${code}` : 'it is damaged')
}
