import { spawn, type ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { cleanEnvironment } from './clean-environment'
import { hangUpTree, killTree } from './kill-tree'

/** A program that is talked to over its stdin and stdout. There is no shell unless `file` is one. */
export interface PipeProgram {
  file: string
  args: readonly string[]
  /** The environment to give, before it is cleaned of what belongs to this process only. */
  env: NodeJS.ProcessEnv
  /** Windows: hand `args` over as they are, without quoting them (for cmd.exe). */
  verbatim?: boolean
  /** What the program writes on stderr, as it comes; it is never held back. */
  onStderr(chunk: Buffer): void
}

export type PipeEnd =
  | { kind: 'exited'; code: number | null; signal: NodeJS.Signals | null }
  /** There is no such program, or it may not be run. */
  | { kind: 'missing' }

export interface Pipe {
  readonly stdin: Writable
  readonly stdout: Readable
  /** Resolves once the program has ended and its stderr has been read. Never rejects. */
  readonly ended: Promise<PipeEnd>
  isRunning(): boolean
  /** Ends the program and everything it started: hangs up first, as ssh does, and kills what is left after 3 s. */
  end(): void
}

/** How long a program has to end after it was hung up on (ms). */
const GRACE_MS = 3000
/** How long the output of a program that has ended may be held open by something it left behind (ms). */
const DRAIN_MS = 1000

/** Starts a program whose stdin and stdout are a two-way stream. */
export function openPipe(program: PipeProgram): Pipe {
  const child = spawn(program.file, program.args, {
    env: cleanEnvironment(program.env),
    stdio: ['pipe', 'pipe', 'pipe'],
    shell: false,
    windowsHide: true,
    windowsVerbatimArguments: program.verbatim === true,
    // A process group of its own, so that what it starts can be ended with it.
    detached: process.platform !== 'win32',
  })
  let running = child.pid !== undefined
  child.stderr.on('data', (chunk: Buffer) => program.onStderr(chunk))
  // Nobody may listen at the moment when a pipe breaks; that it ended is told by `ended`.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {})

  const ended = new Promise<PipeEnd>((resolve) => {
    child.once('error', () => {
      running = false
      resolve({ kind: 'missing' })
    })
    child.once('exit', (code, signal) => {
      running = false
      killTree(child)
      const end = (): void => resolve({ kind: 'exited', code, signal })
      const timer = setTimeout(end, DRAIN_MS)
      child.once('close', () => {
        clearTimeout(timer)
        end()
      })
    })
  })
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    ended,
    isRunning: () => running,
    end: () => endSoftly(child, () => running),
  }
}

function endSoftly(child: ChildProcess, isRunning: () => boolean): void {
  if (!isRunning()) return
  hangUpTree(child)
  const timer = setTimeout(() => {
    if (isRunning()) killTree(child)
  }, GRACE_MS)
  // A program that does not end must not keep this process alive.
  timer.unref()
  child.once('exit', () => clearTimeout(timer))
}
