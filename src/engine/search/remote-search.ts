import type { SearchWay } from '@shared/contract/search'
import type { RemoteCommand } from '../ssh'
import type { FoundLine } from './line-scanner'
import type { Matcher } from './matcher'
import { readAnswer, remoteCommand, type RemoteLine } from './remote-command'

export type Exec = (command: string) => Promise<RemoteCommand | null>

export interface RemoteSearch {
  path: string
  /** Most hits wanted, and how many of the first ones are left out. */
  keep: number
  skip: number
  /** Whether to count what matches after the last hit. */
  count: boolean
}

export interface RemoteAnswer {
  way: Exclude<SearchWay, 'read'>
  /** Matching lines after the last hit. */
  rest: number
  /** How far the file was read (bytes from its start); null where the system does not say it. */
  readTo: number | null
}

/** Searches the newest epoch of a log by a program where it lies; null when it could not. Offsets count from the start of the file. */
export type FileProgram = (
  wanted: Omit<RemoteSearch, 'path'>,
  matcher: Matcher,
  signal: AbortSignal,
  onHit: (hit: FoundLine, way: RemoteAnswer['way']) => Promise<void>,
) => Promise<RemoteAnswer | null>

/**
 * Searches a file by a program where it lies. Offsets of hits count from the start of the file. Null when there
 * is no such program, it failed, or the signal ended it; the command there ends within a moment of that.
 */
export async function searchRemotely(
  exec: Exec,
  { path, keep, skip, count }: RemoteSearch,
  matcher: Matcher,
  signal: AbortSignal,
  onHit: (hit: FoundLine, way: RemoteAnswer['way']) => Promise<void>,
): Promise<RemoteAnswer | null> {
  const most = keep + skip
  const command = remoteCommand({ mode: 'hits', path, ...matcher.remote, keep: most, from: skip + 1 })
  let way: 'rg' | 'grep' | null = null
  let rest: number | null = null
  let readTo: number | null = null
  let hits = 0
  const done = await runCommand(exec, command, signal, async (line) => {
    if (line.kind === 'way' && line.way !== 'none') way = line.way
    else if (line.kind === 'rest') rest = line.value
    else if (line.kind === 'at') readTo = line.value
    else if (line.kind === 'hit' && way) {
      hits++
      await onHit(asFound(line, matcher), way)
    }
  })
  if (!done || !way) return null
  if (hits < keep || !count) return { way, rest: 0, readTo }
  return rest !== null ? { way, rest, readTo } : { way, ...(await countAll(exec, path, matcher, signal, most)) }
}

/** Lines that match beyond the first `known`. */
async function countAll(exec: Exec, path: string, matcher: Matcher, signal: AbortSignal, known: number): Promise<Omit<RemoteAnswer, 'way'>> {
  let total = known
  let readTo: number | null = null
  const command = remoteCommand({ mode: 'count', path, ...matcher.remote, keep: 1, from: 1 })
  await runCommand(exec, command, signal, async (line) => {
    if (line.kind === 'count') total = line.value
    else if (line.kind === 'at') readTo = line.value
  })
  return { rest: Math.max(0, total - known), readTo }
}

/** False unless the command ran to its end. */
async function runCommand(
  exec: Exec,
  command: string | null,
  signal: AbortSignal,
  onLine: (line: RemoteLine) => Promise<void>,
): Promise<boolean> {
  const running = command === null || signal.aborted ? null : await exec(command)
  if (!running) return false
  const end = (): void => running.end()
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  let done = false
  try {
    for await (const line of readAnswer(running.output)) {
      if (signal.aborted) break
      if (line.kind === 'done') done = true
      await onLine(line)
    }
  } catch {
    // The channel went away with the connection.
    done = false
  } finally {
    signal.removeEventListener('abort', end)
    running.end()
  }
  return done && !signal.aborted
}

function asFound(hit: Extract<RemoteLine, { kind: 'hit' }>, matcher: Matcher): FoundLine {
  const { text: bytes, offset, line } = hit
  const { at } = matcher.find(bytes, 0, bytes.length)
  return { offset, line, bytes, from: 0, to: bytes.length, at: at < 0 ? bytes.length : at, cutBefore: false }
}
