/** An expected failure as a value: a code, a sentence for the person, and one next step. */
export interface Failure {
  code: FailureCode
  /** What happened, one plain sentence. */
  sentence: string
  /** What can be done, one plain sentence. */
  nextStep: string
}

export const FAILURE_CODES = [
  'TARGET_INVALID',
  'CONFIG_UNREADABLE',
  'CONFIG_UNSUPPORTED',
  'HOST_NOT_FOUND',
  'HOST_UNREACHABLE',
  'CONNECT_TIMEOUT',
  'CONNECTION_LOST',
  'HOST_KEY_CHANGED',
  'HOST_KEY_REVOKED',
  'HOST_KEY_REFUSED',
  'AUTH_FAILED',
  'ALGORITHMS_MISMATCH',
  'KEY_UNSUPPORTED',
  'PROXY_FAILED',
  'SFTP_BLOCKED',
  'EXEC_BLOCKED',
  'CODER_NOT_FOUND',
  'CODER_LOGGED_OUT',
  'CODER_UNREACHABLE',
  'CODER_REFUSED',
  'WORKSPACE_STOPPED',
  'PAUSED_IDLE',
  'WORKSPACE_GONE',
  'AGENT_NOT_CONNECTED',
  'PLATFORM_UNSUPPORTED',
  'LOG_MISSING',
  'LOG_FORBIDDEN',
  'LOG_IS_DIRECTORY',
  'LOG_NOT_A_FILE',
  'READ_FAILED',
  'RECORDING_UNREADABLE',
  'RECORDING_NEWER',
  'RECORDING_LOCKED',
  'IMPORT_REFUSED',
  'EXPORT_FAILED',
  'DISK_FULL',
  'PATTERN_REFUSED',
  'SETTING_OUT_OF_RANGE',
  'REQUEST_INVALID',
  'NOT_FOUND',
  'ENGINE_DOWN',
  'INTERNAL',
] as const
export type FailureCode = (typeof FAILURE_CODES)[number]

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }
