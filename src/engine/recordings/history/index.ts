export { RecordingList, type ListedRecording } from './recording-list'
