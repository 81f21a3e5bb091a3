import { expect, it } from 'vitest'
import { agentStarting, initializingScripts, lifecycleSet, runningScript, scriptFailed } from '../../../e2e/peers/agent-writer'
import { composeEntry } from '../../../e2e/peers/agent-writer'
import { SftpError, type FileStat, type RemoteFiles, type RemoteHandle } from '../ssh'
import { MAX_READ_BYTES, readStart } from './read-start'

const AT = Date.UTC(2026, 10, 24, 9)
const AGENT = '/tmp/coder-agent.log'

/** Files in memory that count what is read of them. */
class Files implements RemoteFiles {
  readonly maxReadBytes = 32_768
  read_ = 0
  opened: string[] = []
  constructor(private readonly all: Record<string, Buffer | 'fifo'>) {}

  open(path: string): Promise<RemoteHandle> {
    this.opened.push(path)
    return Promise.resolve(path as unknown as RemoteHandle)
  }
  close(): void {}
  fstat(): Promise<FileStat> {
    return Promise.reject(new SftpError('failed', 'not used'))
  }
  stat(path: string): Promise<FileStat> {
    const file = this.all[path]
    if (file === undefined) return Promise.reject(new SftpError('missing', path))
    return Promise.resolve(file === 'fifo' ? { sizeBytes: 0, modifiedMs: 0, kind: 'other' } : { sizeBytes: file.length, modifiedMs: AT, kind: 'file' })
  }
  read(handle: RemoteHandle, offset: number, length: number): Promise<Buffer> {
    const file = this.all[handle as unknown as string]
    const bytes = Buffer.isBuffer(file) ? file.subarray(offset, offset + length) : Buffer.alloc(0)
    this.read_ += bytes.length
    return Promise.resolve(bytes)
  }
  list(): Promise<[]> {
    return Promise.resolve([])
  }
  readHead(): Promise<Buffer> {
    return Promise.resolve(Buffer.alloc(0))
  }
  realpath(path: string): Promise<string> {
    return Promise.resolve(path)
  }
}

const chatter = (bytes: number): Buffer => Buffer.from('2026-11-24 09:00:09.000 [debu]  chatter\n'.repeat(bytes / 40))
function agentLog(paths: readonly string[]): Buffer {
  const script = (path: string, i: number): { id: string; logPath: string } => ({ id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`, logPath: path })
  const entries = [
    agentStarting(AT, 'coder.example.com'),
    initializingScripts(AT, paths.length, '/tmp'),
    lifecycleSet({ state: 'starting', atMs: AT }, { state: 'created', atMs: null }),
    ...paths.map((path, i) => runningScript(AT, script(path, i), 'true')),
    ...paths.map((path, i) => scriptFailed(AT + 1000, script(path, i), 1000, 100 + i)),
    lifecycleSet({ state: 'start_error', atMs: AT + 1000 }, { state: 'starting', atMs: AT }),
  ]
  return Buffer.from(entries.map((entry) => composeEntry(entry)).join(''))
}
const never = new AbortController().signal

it('finds the start far back in a chatty log, and reads no more than its bound of twenty long logs', async () => {
  const paths = Array.from({ length: 20 }, (_, i) => `/tmp/script-${i}.log`)
  const long = Buffer.alloc(3 * 1024 * 1024, 'E: Unable to locate package gizmo\n')
  const files = new Files({ [AGENT]: Buffer.concat([chatter(4e6), agentLog(paths), chatter(1e6)]), ...Object.fromEntries(paths.map((path) => [path, long])) })
  let counted = 0
  const reading = await readStart(files, [], never, (bytes) => (counted += bytes))
  expect(reading).toMatchObject({ run: { startedMs: AT }, verdict: { kind: 'failed', exitCode: 100 }, cause: { path: '/tmp/script-0.log', text: 'E: Unable to locate package gizmo' } })
  expect(reading?.logs.map(({ path }) => path).slice(0, 2)).toEqual([AGENT, '/tmp/script-0.log'])
  expect(reading?.logs[0]?.parts[0]?.bytes.toString()).not.toContain('chatter')
  expect(files.read_).toBe(counted)
  expect(counted).toBeLessThanOrEqual(MAX_READ_BYTES)
})

it('gives up where the start lies further back than it reads', async () => {
  const files = new Files({ [AGENT]: Buffer.concat([agentLog(['/tmp/a.log']), chatter(4e6)]) })
  expect(await readStart(files, [], never)).toBeNull()
  expect(files.read_).toBeLessThan(MAX_READ_BYTES)
})

it('opens plain files only, and does without those that are missing', async () => {
  const files = new Files({ [AGENT]: agentLog(['/tmp/pipe', '/tmp/none.log', 'relative.log']), '/tmp/pipe': 'fifo' })
  const reading = await readStart(files, [], never)
  expect(reading?.logs.map(({ path }) => path)).toEqual([AGENT])
  expect(files.opened).toEqual([AGENT])
})

it('is nothing without an agent log', async () => {
  expect(await readStart(new Files({}), [], never)).toBeNull()
})
