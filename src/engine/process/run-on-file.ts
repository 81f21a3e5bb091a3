import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { cleanEnvironment } from './clean-environment'
import { killTree } from './kill-tree'

/** A program that reads an open file as its stdin. There is no shell unless `file` is one. */
export interface FileReader {
  file: string
  args: readonly string[]
  /** The environment to give, before it is cleaned of what belongs to this process only. */
  env: NodeJS.ProcessEnv
  /** A descriptor of this process, open for reading; it shares its position with the program. */
  stdin: number
}

export interface RunningReader {
  /** What it writes; read it, or the program waits. Its stderr goes nowhere. */
  readonly output: Readable
  /** Resolves with its exit code once it has ended; null when it was killed or there is no such program. Never rejects. */
  readonly ended: Promise<number | null>
  /** Kills it and everything it started, at once. */
  kill(): void
}

export function runOnFile({ file, args, env, stdin }: FileReader): RunningReader {
  const child = spawn(file, args, {
    env: cleanEnvironment(env),
    stdio: [stdin, 'pipe', 'ignore'],
    shell: false,
    windowsHide: true,
    // A process group of its own, so that what it starts can be ended with it.
    detached: process.platform !== 'win32',
  })
  const output = child.stdout!
  // A pipe that breaks because the program was killed is no news; that it ended is told by `ended`.
  output.on('error', () => undefined)
  return {
    output,
    ended: new Promise((resolve) => {
      child.once('error', () => resolve(null))
      child.once('close', (code) => resolve(code))
    }),
    kill: () => killTree(child),
  }
}
