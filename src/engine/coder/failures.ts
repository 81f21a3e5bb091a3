import type { Failure, FailureCode } from '@shared/model'
import { oneLine } from './plain-text'

/** Every sentence about Coder that a person may read when something went wrong. */
export function fail(code: FailureCode, sentence: string, nextStep: string): Failure {
  return { code, sentence, nextStep }
}

export function refuse(failure: Failure): { ok: false; failure: Failure } {
  return { ok: false, failure }
}

export function cliMissing(): Failure {
  return fail('CODER_NOT_FOUND', 'The coder program was not found.', 'Install the Coder CLI, set its path in the settings, or add the deployment with a token.')
}

export function loggedOut(place: string, via: 'cli' | 'token'): Failure {
  return via === 'cli'
    ? fail('CODER_LOGGED_OUT', `The coder program is not logged in to ${place}, or its session has expired.`, `Run: coder login ${place}`)
    : fail('CODER_LOGGED_OUT', `${place} no longer accepts the token.`, 'Make a new token in your Coder account settings and enter it here.')
}

export function unreachable(place: string, why = ''): Failure {
  const reason = oneLine(why, 160)
  return fail('CODER_UNREACHABLE', `${place} could not be reached${reason ? `: ${withoutStop(reason)}` : ''}.`, 'Check the network and the VPN; the list is read again by itself.')
}

export function tooSlow(place: string): Failure {
  return fail('CODER_UNREACHABLE', `${place} did not answer in time.`, 'Check the network and the VPN; the list is read again by itself.')
}

/** The server answered, but not with what was asked for. `what` is its own message, or empty. */
export function refused(place: string, status: number, what = ''): Failure {
  const said = oneLine(what, 200)
  const because = said ? `: ${withoutStop(said)}` : ''
  switch (status) {
    case 403:
      return fail('CODER_REFUSED', `${place} does not allow this${because}.`, 'Ask an administrator of the deployment for the permission.')
    case 404:
      return fail('WORKSPACE_GONE', `${place} knows no such workspace, or you may not see it.`, 'Refresh the list.')
    case 429:
      return fail('CODER_REFUSED', `${place} asks for fewer requests.`, 'Nothing needs to be done; the list is read again later.')
  }
  if (status >= 500) return fail('CODER_UNREACHABLE', `${place} answered with error ${status}${because}.`, 'The list is read again by itself; if it lasts, tell an administrator.')
  return fail('CODER_REFUSED', `${place} refused with status ${status}${because}.`, 'Check that this is the address of a Coder deployment.')
}

export function strangeAnswer(place: string): Failure {
  return fail('CODER_REFUSED', `${place} gave an answer that is not Coder's.`, 'Check the address, and that no proxy or login page stands in between.')
}

/** `to` is null where it is not known. */
export function redirected(place: string, to: string | null): Failure {
  const where = to === null ? 'another address' : `${oneLine(to, 120)}, which is another address`
  return fail('CODER_REFUSED', `${place} sends requests on to ${where}.`, 'Use that address, or ask an administrator why.')
}

export function strangeOutput(): Failure {
  return fail('CODER_REFUSED', 'The coder program gave no list that can be read.', 'Check that it is the Coder CLI and not older than v0.17.1: coder version')
}

export function addressInvalid(): Failure {
  return fail('CODER_REFUSED', 'The address of a deployment must begin with https:// (http:// on this machine only).', 'Enter it as the browser shows it, for example https://coder.example.com.')
}

export function noTunnel(): Failure {
  return fail('CODER_NOT_FOUND', 'Reaching a workspace takes the coder program, which was not found.', 'Install the Coder CLI or set its path in the settings; the server\'s copy of the logs can be read without it.')
}

export function noLogin(): Failure {
  return fail('CODER_LOGGED_OUT', "The server's copy of a log can be read with a token only, and there is none.", 'Log in anew with the coder program, or enter a token for the deployment.')
}

function withoutStop(text: string): string {
  return text.replace(/[.\s]+$/, '')
}
