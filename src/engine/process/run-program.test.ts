import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { cleanEnvironment, runProgram, type Program } from './index'

const run = (file: string, args: string[], more: Partial<Program> = {}): ReturnType<typeof runProgram> =>
  runProgram({ file, args, env: process.env, timeoutMs: 10_000, maxOutputBytes: 10_000, ...more })

/** Whether the process still does something: one that nobody has waited for yet (a zombie) does not. */
const running = (pid: number): boolean => {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

describe('runProgram', () => {
  it('gives output and exit code', async () => {
    expect(await run('sh', ['-c', 'echo out; echo err >&2; exit 3'])).toEqual({ kind: 'exited', code: 3, stdout: 'out\n', stderr: 'err\n' })
  })

  it('hands arguments over as they are', async () => {
    expect(await run('printf', ['%s|', '$(id)', '; id', '`id`', 'a b'])).toMatchObject({ stdout: '$(id)|; id|`id`|a b|' })
  })

  it('says that a program is missing', async () => {
    expect(await run('/no/such/program', [])).toEqual({ kind: 'missing' })
  })

  it('kills the whole tree when the time is up', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tailpane-run-'))
    const note = join(dir, 'pid')
    const result = await run('sh', ['-c', 'sleep 1000 & echo $! > "$0"; wait', note], { timeoutMs: 500 })
    expect(result).toEqual({ kind: 'timeout' })
    const grandchild = Number(readFileSync(note, 'utf8'))
    expect(grandchild).toBeGreaterThan(0)
    await vi.waitFor(() => expect(running(grandchild)).toBe(false))
    rmSync(dir, { recursive: true })
  })

  it('ends a program that writes too much', async () => {
    expect(await run('sh', ['-c', 'while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxx; done'])).toEqual({ kind: 'too-much-output' })
  })

  it('ends when it is told to, also before it began', async () => {
    const stop = new AbortController()
    const running = run('sleep', ['1000'], { signal: stop.signal })
    stop.abort()
    expect(await running).toEqual({ kind: 'aborted' })
    expect(await run('echo', [], { signal: stop.signal })).toEqual({ kind: 'aborted' })
  })
})

describe('cleanEnvironment', () => {
  it('keeps what is the person’s and drops what steers this runtime', () => {
    expect(cleanEnvironment({ HOME: '/h', SSH_AUTH_SOCK: '/s', NODE_OPTIONS: '-r x', ELECTRON_RUN_AS_NODE: '1', GONE: undefined })).toEqual({
      HOME: '/h', SSH_AUTH_SOCK: '/s',
    })
  })
})
