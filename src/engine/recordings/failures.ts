import type { Failure, FailureCode } from '@shared/model'

function refused(code: FailureCode, sentence: string, nextStep: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { code, sentence, nextStep } }
}

/** @param why completes "…, since" */
export function unreadable(why: string): { ok: false; failure: Failure } {
  return refused('RECORDING_UNREADABLE', `This recording cannot be read, since ${why}.`, 'Choose another one, or ask whoever made it for a new copy.')
}

export function newer(): { ok: false; failure: Failure } {
  return refused('RECORDING_NEWER', 'This recording was made by a newer version of Tailpane.', 'Update Tailpane to open it.')
}

export function locked(): { ok: false; failure: Failure } {
  return refused('RECORDING_LOCKED', 'This recording is encrypted, and its key is not on this machine.', 'Open it where it was recorded, or ask for an export.')
}
