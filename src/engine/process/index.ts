export { cleanEnvironment } from './clean-environment'
export { runProgram, type Program, type ProgramResult } from './run-program'
