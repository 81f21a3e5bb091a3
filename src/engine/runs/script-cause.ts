import type { Cause, LogPlace } from '@shared/model'
import type { ByteSource } from '../source'
import { findCauseInSlices, linesOf, type LogPart, type ScriptCause } from './cause'
import type { RunVerdict } from './verdict'

/** Gives a path its log: null where no log that is offered has it. */
export type LogIdOf = (path: string) => string | null

/** Read of a script's log to find the cause: this much of its beginning, and of its end (bytes). */
const HEAD_BYTES = 1024 * 1024
const TAIL_BYTES = 1024 * 1024
const CHUNK_BYTES = 128 * 1024

/**
 * Looks for the line that explains a failure in a script's log, with the lowest priority: in its newest epoch, unless
 * `span` (bytes of the source) says otherwise. Null where nothing explains it. Rejects with `SftpError` when the connection goes.
 */
export async function readScriptCause(
  source: ByteSource,
  exitCode: number | null,
  signal: AbortSignal,
  { from: start, to: end } = { from: source.epochStart(), to: source.size() },
): Promise<ScriptCause | null> {
  const headEnd = Math.min(end, start + HEAD_BYTES)
  const tailStart = Math.max(headEnd, end - TAIL_BYTES)
  const parts: LogPart[] = []
  for (const [from, to] of [
    [start, headEnd],
    [tailStart, end],
  ] as const) {
    for (let at = from; at < to && !signal.aborted; ) {
      const result = await source.read(at, Math.min(CHUNK_BYTES, to - at), 'bulk', signal)
      if (result.kind === 'gone') at = result.to
      else if (result.bytes.length === 0) break
      else {
        parts.push({ offset: at, bytes: result.bytes })
        at += result.bytes.length
      }
    }
  }
  return signal.aborted ? null : findCauseInSlices(linesOf(joined(parts), start), exitCode, signal)
}

/** Reads that follow each other become one part, so that no line is cut between them. */
function joined(parts: readonly LogPart[]): LogPart[] {
  const runs: LogPart[][] = []
  for (const part of parts) {
    const last = runs.at(-1)?.at(-1)
    if (last && last.offset + last.bytes.length === part.offset) runs.at(-1)!.push(part)
    else runs.push([part])
  }
  return runs.map((run) => ({ offset: run[0]!.offset, bytes: Buffer.concat(run.map((part) => part.bytes)) }))
}

/** The cause of a verdict: the script's own line if there is one, else the agent's entry; null where nothing failed. */
export function causeOf(verdict: RunVerdict, script: { path: string; found: ScriptCause | null }, placeOf: (offset: number) => LogPlace, idOf: LogIdOf): Cause | null {
  if (verdict.kind !== 'failed' && verdict.kind !== 'failing' && verdict.kind !== 'timed-out') return null
  const { found, path } = script
  if (found) return { sentence: found.sentence, text: found.text, line: found.line, logId: idOf(path), path, offset: found.offset, from: 'script' }
  const { told } = verdict
  if (!told) return null
  return { sentence: told.sentence, text: told.text, line: null, ...placeOf(told.offset), from: 'agent' }
}
