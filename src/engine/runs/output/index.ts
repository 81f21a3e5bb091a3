export { ScriptOutput } from './script-output'
export { silenceOf, looksLikeServer, QUIET_MS, type Silence } from './silence'
export { StepFinder, type Step } from './step-finder'
export { StepHistory, timedSteps } from './step-history'
