export { findCause, findCauseInSlices, type ScriptCause } from './find-cause'
export { linesOf, type LogLine, type LogPart } from './log-lines'
