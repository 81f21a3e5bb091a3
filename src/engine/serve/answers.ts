import type { Failure } from '@shared/model'

export const DONE: { ok: true; value: null } = { ok: true, value: null }

export const INTERNAL: Failure = {
  code: 'INTERNAL',
  sentence: 'Something went wrong inside the app.',
  nextStep: 'Try it again; if it stays so, please report it with the log file of the app.',
}

/** The window speaks of something that was closed meanwhile. */
export function notFound(what: string): { ok: false; failure: Failure } {
  return {
    ok: false,
    failure: { code: 'NOT_FOUND', sentence: `This ${what} is not there any more.`, nextStep: 'Open the workspace again.' },
  }
}
