export { cleanEnvironment } from './clean-environment'
export { openPipe, type Pipe, type PipeEnd, type PipeProgram } from './open-pipe'
export { runOnFile, type FileReader, type RunningReader } from './run-on-file'
export { runProgram, type Program, type ProgramResult } from './run-program'
