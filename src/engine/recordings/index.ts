export { openRecording } from './open-recording'
export { recoverRecording } from './recover'
export type { SavedRecording, RecordingKeys } from './types'
