import { close, fstat, open, type BigIntStats } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { runOnFile } from '../process'
import type { FoundLine } from './line-scanner'
import type { Matcher } from './matcher'
import type { FileProgram, RemoteAnswer } from './remote-search'
import { rgPath } from './rg-path'

const openFd = promisify(open)
const statFd = promisify(fstat) as (fd: number, options: { bigint: true }) => Promise<BigIntStats>

/** As much of a line is taken as of one from a workspace (bytes). */
const LINE_BYTES = 16 * 1024
const LF = 0x0a
/** In a line longer than memory should be spent on, ripgrep then gives up, and the log is read instead (KiB of address space). */
const MEMORY_KIB = 1_500_000

/** A file of this machine, as ripgrep takes it. */
export interface LocalFile {
  /** Absolute. */
  path: string
  /** `device:inode` of the file that the log's newest epoch lies in; another file at the path is not searched in its place. */
  id(): string | null
  env: NodeJS.ProcessEnv
}

/** Searches the file with the ripgrep that comes with the app; null where there is none. */
export function localProgram(file: LocalFile): FileProgram | null {
  const program = rgPath()
  if (program === null) return null
  return async ({ keep, skip, count }, matcher, signal, onHit) => {
    const fd = await openSame(file)
    if (fd === null) return null
    try {
      const most = keep + skip
      let hits = 0
      const common = ['--no-config', '-a', '--color', 'never', '--encoding', 'none', '-e', patternOf(matcher)]
      const search = ['-n', '-b', '--no-heading', '--no-filename', '--line-buffered', '-m', String(most), ...common, '-']
      const done = await run({ program, args: search, env: file.env, fd, signal }, async (line) => {
        const hit = readHit(line, matcher)
        if (hit && ++hits > skip) await onHit(hit, 'rg-here')
      })
      if (!done) return null
      if (hits < most || !count) return answer(await readTo(fd), 0)
      return await countAll({ program, env: file.env, file, signal, args: ['-c', '--no-filename', ...common, '-'] }, most)
    } finally {
      close(fd, () => undefined)
    }
  }
}

/** All lines that match, the ones known left out: in a reading of its own, since the first one stopped at the last hit wanted. */
async function countAll(what: Omit<Run, 'fd'> & { file: LocalFile }, known: number): Promise<RemoteAnswer | null> {
  const fd = await openSame(what.file)
  if (fd === null) return null
  try {
    let total = 0
    const done = await run({ ...what, fd }, (line) => {
      total = Number(line.toString('latin1'))
      return Promise.resolve()
    })
    return done && Number.isSafeInteger(total) ? answer(await readTo(fd), Math.max(0, total - known)) : null
  } finally {
    close(fd, () => undefined)
  }
}

function answer(to: number | null, rest: number): RemoteAnswer | null {
  // What is added later is searched from where the program came to; without that, lines would count twice.
  return to === null ? null : { way: 'rg-here', rest, readTo: to }
}

interface Run {
  program: string
  args: readonly string[]
  env: NodeJS.ProcessEnv
  fd: number
  signal: AbortSignal
}

/** False when it failed or was ended. */
async function run({ program, args, env, fd, signal }: Run, onLine: (line: Buffer) => Promise<void>): Promise<boolean> {
  if (signal.aborted) return false
  const bounded = ['-c', `ulimit -v ${MEMORY_KIB} 2>/dev/null; exec "$0" "$@"`, program, ...args]
  const running = runOnFile(process.platform === 'win32' ? { file: program, args, env, stdin: fd } : { file: '/bin/sh', args: bounded, env, stdin: fd })
  const kill = (): void => running.kill()
  signal.addEventListener('abort', kill, { once: true })
  try {
    for await (const line of boundedLines(running.output)) {
      if (signal.aborted) break
      await onLine(line)
    }
  } catch (error) {
    // The pipe of a program that was killed ends early; what `onLine` throws is a defect of ours.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error
  } finally {
    signal.removeEventListener('abort', kill)
    running.kill()
  }
  const code = await running.ended
  // 1: no line matches.
  return !signal.aborted && (code === 0 || code === 1)
}

/** Lines of a program's output without their newlines, each cut at `LINE_BYTES`: what it holds of a line does not grow with the line. */
export async function* boundedLines(output: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let open: Buffer[] = []
  let held = 0
  const keep = (bytes: Buffer): void => {
    const part = bytes.subarray(0, LINE_BYTES - held)
    if (part.length > 0) open.push(Buffer.from(part))
    held += part.length
  }
  for await (const chunk of output) {
    let at = 0
    for (let lf = chunk.indexOf(LF); lf >= 0; lf = chunk.indexOf(LF, at)) {
      if (held === 0) yield chunk.subarray(at, Math.min(lf, at + LINE_BYTES))
      else {
        keep(chunk.subarray(at, lf))
        yield Buffer.concat(open)
        open = []
        held = 0
      }
      at = lf + 1
    }
    keep(chunk.subarray(at))
  }
  if (held > 0) yield Buffer.concat(open)
}

/** `LINE:OFFSET:text`. */
function readHit(output: Buffer, matcher: Matcher): FoundLine | null {
  const head = /^(\d{1,15}):(\d{1,15}):/.exec(output.toString('latin1', 0, 40))
  if (!head) return null
  const bytes = output.subarray(head[0].length)
  const { at } = matcher.find(bytes, 0, bytes.length)
  return { offset: Number(head[2]), line: Number(head[1]), bytes, from: 0, to: bytes.length, at: at < 0 ? bytes.length : at, cutBefore: false }
}

/** The pattern's characters stand for bytes; as UTF-8 it reaches the program as those. */
function patternOf(matcher: Matcher): string {
  return Buffer.from(matcher.remote.rust, 'latin1').toString('utf8')
}

async function openSame(file: LocalFile): Promise<number | null> {
  const id = file.id()
  if (id === null) return null
  const fd = await openFd(file.path, 'r').catch(() => null)
  if (fd === null) return null
  const stats = await statFd(fd, { bigint: true }).catch(() => null)
  if (stats && `${stats.dev}:${stats.ino}` === id) return fd
  close(fd, () => undefined)
  return null
}

/**
 * How far a program read a descriptor that it shares with us: Linux says it (proc(5), fdinfo); elsewhere it is the end of the
 * file, unless that has moved within the last moments, so that nobody can say.
 */
async function readTo(fd: number): Promise<number | null> {
  const info = process.platform === 'linux' ? await readFile(`/proc/self/fdinfo/${fd}`, 'latin1').catch(() => '') : ''
  const at = /^pos:\s*(\d{1,15})$/m.exec(info)
  if (at) return Number(at[1])
  const stats = await statFd(fd, { bigint: true }).catch(() => null)
  return stats && Date.now() - Number(stats.mtimeMs) > UNCHANGED_MS ? Number(stats.size) : null
}

/** Longer than any search takes that is worth its time (ms). */
const UNCHANGED_MS = 60_000
