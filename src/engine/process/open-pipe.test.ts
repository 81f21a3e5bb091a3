import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it, vi } from 'vitest'
import { openPipe, type Pipe } from './index'

function open(script: string, ...args: string[]): { pipe: Pipe; stderr: () => string } {
  let said = ''
  const pipe = openPipe({ file: 'sh', args: ['-c', script, ...args], env: process.env, onStderr: (chunk) => void (said += chunk.toString()) })
  return { pipe, stderr: () => said }
}

const running = (pid: number): boolean => {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

describe('openPipe', () => {
  it('carries bytes both ways and tells how the program ended', async () => {
    const { pipe, stderr } = open('cat; echo oops >&2; exit 3')
    expect(pipe.isRunning()).toBe(true)
    pipe.stdin.end('hello')
    expect(await text(pipe.stdout)).toBe('hello')
    expect(await pipe.ended).toEqual({ kind: 'exited', code: 3, signal: null })
    expect(stderr()).toBe('oops\n')
    expect(pipe.isRunning()).toBe(false)
  })

  it('says that a program is missing', async () => {
    const pipe = openPipe({ file: '/no/such/program', args: [], env: {}, onStderr: () => {} })
    expect(await pipe.ended).toEqual({ kind: 'missing' })
    expect(pipe.isRunning()).toBe(false)
  })

  it('hangs up on the whole tree', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tailpane-pipe-'))
    const { pipe } = open('trap "echo bye >&2; exit 0" HUP; sleep 1000 & echo $! > "$0"; echo up; wait', join(dir, 'pid'))
    await new Promise((resolve) => pipe.stdout.once('data', resolve))
    const grandchild = Number(readFileSync(join(dir, 'pid'), 'utf8'))
    pipe.end()
    expect(await pipe.ended).toEqual({ kind: 'exited', code: 0, signal: null })
    await vi.waitFor(() => expect(running(grandchild)).toBe(false))
    rmSync(dir, { recursive: true })
  })

  it('kills a program that does not listen', async () => {
    const { pipe } = open('trap "" HUP; echo up; while :; do sleep 1000; done')
    await new Promise((resolve) => pipe.stdout.once('data', resolve))
    pipe.end()
    expect(await pipe.ended).toEqual({ kind: 'exited', code: null, signal: 'SIGKILL' })
  })

  it('takes what a program that has ended left behind with it', async () => {
    const { pipe } = open('sleep 1000 & echo $!')
    const said = await text(pipe.stdout)
    await pipe.ended
    await vi.waitFor(() => expect(running(Number(said))).toBe(false))
  })
})
