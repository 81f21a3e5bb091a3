import type { Failure } from '@shared/model'
import { SftpError, type FileStat } from '../ssh'

/** Why a path cannot be shown as a log: from what stands there, or from the error of trying. */
export function failureOfOpening(path: string, why: FileStat['kind'] | unknown): Failure {
  if (why === 'directory') {
    return {
      code: 'LOG_IS_DIRECTORY',
      sentence: `${path} is a directory, not a log.`,
      nextStep: 'Choose a file inside it, or another log, from the menu of this pane.',
    }
  }
  if (why === 'other') {
    return {
      code: 'LOG_NOT_A_FILE',
      sentence: `${path} is a device, a socket or a pipe, not a plain file.`,
      nextStep: 'Choose another log from the menu of this pane.',
    }
  }
  if (why instanceof SftpError && why.kind === 'forbidden') {
    return {
      code: 'LOG_FORBIDDEN',
      sentence: `You are not allowed to read ${path}.`,
      nextStep: 'Connect as the user who owns it (Coder writes its logs for the agent’s user only), or change its permissions; it is tried again by itself.',
    }
  }
  if (isFailure(why)) return why
  return {
    code: 'READ_FAILED',
    sentence: `${path} could not be read: ${why instanceof Error ? why.message : 'the server gave no reason'}.`,
    nextStep: 'It is tried again by itself; if it stays so, look at the file in a shell.',
  }
}

function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'code' in value && 'sentence' in value && 'nextStep' in value
}
