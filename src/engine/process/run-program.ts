import { spawn } from 'node:child_process'
import { cleanEnvironment } from './clean-environment'
import { killTree } from './kill-tree'

/** A program to run to its end. There is no shell: `args` reach it as they are. */
export interface Program {
  file: string
  args: readonly string[]
  /** The environment to give, before it is cleaned of what belongs to this process only. */
  env: NodeJS.ProcessEnv
  /** Everything still running after this many ms is killed. */
  timeoutMs: number
  /** More bytes than this on stdout or on stderr end the program. */
  maxOutputBytes: number
  signal?: AbortSignal
}

export type ProgramResult =
  | { kind: 'exited'; code: number | null; stdout: string; stderr: string }
  /** There is no such program, or it may not be run. */
  | { kind: 'missing' }
  | { kind: 'timeout' }
  | { kind: 'too-much-output' }
  | { kind: 'aborted' }

/** Runs a program to its end, within its limits; its whole process tree is gone when this resolves. Never rejects. */
export function runProgram(program: Program): Promise<ProgramResult> {
  return new Promise((resolve) => {
    if (program.signal?.aborted) return resolve({ kind: 'aborted' })
    const child = spawn(program.file, program.args, {
      env: cleanEnvironment(program.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: false,
      windowsHide: true,
      // A process group of its own, so that what it starts can be ended with it.
      detached: process.platform !== 'win32',
    })
    let cut: ProgramResult | null = null
    const end = (result: ProgramResult): void => {
      cut ??= result
      killTree(child)
    }
    const timer = setTimeout(() => end({ kind: 'timeout' }), program.timeoutMs)
    const onAbort = (): void => end({ kind: 'aborted' })
    program.signal?.addEventListener('abort', onAbort, { once: true })

    const collect = (stream: NodeJS.ReadableStream): (() => string) => {
      const chunks: Buffer[] = []
      let size = 0
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > program.maxOutputBytes) end({ kind: 'too-much-output' })
        else chunks.push(chunk)
      })
      return () => Buffer.concat(chunks).toString('utf8')
    }
    const stdout = collect(child.stdout)
    const stderr = collect(child.stderr)
    let settled = false
    const settle = (result: ProgramResult): void => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      program.signal?.removeEventListener('abort', onAbort)
      resolve(result)
    }
    child.on('error', () => settle({ kind: 'missing' }))
    child.on('exit', () => {
      // A grandchild that kept the pipes open would hold 'close' back.
      if (cut) settle(cut)
    })
    child.on('close', (code) => settle(cut ?? { kind: 'exited', code, stdout: stdout(), stderr: stderr() }))
  })
}
