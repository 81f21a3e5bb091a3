export { cleanEnvironment } from './clean-environment'
export { openPipe, type Pipe, type PipeEnd, type PipeProgram } from './open-pipe'
export { runProgram, type Program, type ProgramResult } from './run-program'
