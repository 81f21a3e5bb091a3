export { causeSteps, findCause, findCauseInSlices, type ScriptCause } from './find-cause'
export { judgeLine } from './judge-line'
export { linesOf, type LogLine, type LogPart } from './log-lines'
export { isProgress, traced } from './progress'
