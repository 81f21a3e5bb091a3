export { importRecording, type ImportPorts } from './import-recording'
export { IMPORT_LIMITS, type ImportLimits } from './limits'
