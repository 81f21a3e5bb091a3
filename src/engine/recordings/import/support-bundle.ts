import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { LogKind, RecordedLog, RecordedRun, RecordedVerdict, RecordingManifest } from '@shared/model'
import { RECORDING_VERSION } from '@shared/model'
import { judgeSaved, type SavedFile } from '../../runs'
import type { ArchiveEntry } from './archive'
import { jsonDepth, jsonIsWide } from './json-depth'
import type { ImportLimits } from './limits'
import { PACKED_NAME, plainStream, readText, unpackTo } from './unpack'

/** What `coder support bundle` puts into its zip (coder/coder, cli/support.go), as far as it is a log. */
const LOGS: readonly { entry: string; name: string; kind: LogKind; title: string }[] = [
  { entry: 'agent/startup_logs.txt', name: 'startup', kind: 'startup', title: 'Startup log, Coder’s copy' },
  { entry: 'agent/logs.txt', name: 'agent', kind: 'agent', title: 'Agent log' },
  { entry: 'workspace/build_logs.txt', name: 'build', kind: 'custom', title: 'Build log' },
  { entry: 'cli_logs.txt', name: 'cli', kind: 'custom', title: 'Log of the coder program' },
]
/** Runs are looked for in so much of the agent's log, from its end (bytes): it is done in one go. */
const JUDGED_BYTES = 16 * 1024 * 1024

/** The logs of a bundle that are there, also packed by gzip or zstd, and below one folder. */
export function bundleLogs(entries: readonly ArchiveEntry[]): { entry: ArchiveEntry; log: (typeof LOGS)[number] }[] {
  return LOGS.flatMap((log) => {
    const entry = entries.find(({ name }) => plainName(name) === log.entry && name.split('/').length <= 4)
    return entry && entry.bytes > 0 ? [{ entry, log }] : []
  })
}

function plainName(name: string): string {
  const plain = name.replace(PACKED_NAME, '')
  return LOGS.find(({ entry }) => plain === entry || plain.endsWith(`/${entry}`))?.entry ?? plain
}

/** Writes the logs of a bundle into `folder` and says what they are. Throws `TooLong`. */
export async function takeBundle(
  entries: readonly ArchiveEntry[],
  folder: string,
  { limits, app, nowMs, signal }: { limits: ImportLimits; app: string; nowMs: number; signal: AbortSignal },
): Promise<RecordingManifest> {
  let left = limits.allBytes
  const logs: RecordedLog[] = []
  for (const { entry, log } of bundleLogs(entries)) {
    const file = `${log.name}.log`
    const { bytes, sha256 } = await unpackTo(join(folder, file), plainStream(entry.name, await entry.read()), Math.min(left, mostOf(entry, limits)), signal)
    left -= bytes
    if (bytes === 0) continue
    logs.push({
      name: log.name,
      path: entry.name,
      kind: log.kind,
      title: log.title,
      sizeBytes: bytes,
      modifiedMs: null,
      sourceOffset: 0,
      fileBytes: null,
      boundaries: [],
      ranges: [{ from: 0, to: bytes, file, storedBytes: bytes, sha256 }],
      missing: [],
    })
  }
  const agent = logs.find(({ name }) => name === 'agent')
  return {
    format: 'tailpane-recording',
    version: RECORDING_VERSION,
    app,
    savedMs: nowMs,
    state: 'closed',
    workspace: { id: 'support-bundle', name: await nameIn(entries, 'workspace/workspace.json', limits, signal, 'Support bundle'), kind: 'coder', target: '' },
    agent: { id: 'support-bundle', name: await nameIn(entries, 'agent/agent.json', limits, signal, 'agent') },
    run: agent ? judge(join(folder, 'agent.log'), agent) : unknownRun('The bundle holds no agent log.'),
    logs,
    encryption: null,
  }
}

/** What packs a log by gzip or zstd leaves so much of it at most, for the archive's own table tells nothing of that. */
function mostOf({ bytes }: ArchiveEntry, { entryBytes, ratio, ratioFromBytes }: ImportLimits): number {
  return Math.min(entryBytes, Math.max(ratioFromBytes, bytes * ratio))
}

/** The newest run that the agent's log tells of. */
function judge(file: string, log: RecordedLog): RecordedRun {
  const base = Math.max(0, log.sizeBytes - JUDGED_BYTES)
  const saved: SavedFile = {
    path: log.path,
    sizeBytes: log.sizeBytes - base,
    read(offset, length) {
      const fd = openSync(file, 'r')
      try {
        const bytes = Buffer.alloc(Math.max(0, Math.min(length, log.sizeBytes - base - offset)))
        return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, base + offset))
      } finally {
        closeSync(fd)
      }
    },
  }
  const run = judgeSaved([saved], () => null).agentLogs[0]?.runs[0]
  if (!run) return unknownRun('The agent log tells of no start.')
  const place = (one: { offset: number } | null): { path: string; offset: number } | null => (one ? { path: log.path, offset: one.offset + base } : null)
  const ms = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso))
  const startedMs = ms(run.startedAt)
  return {
    id: startedMs === null ? null : startedMs.toString(36),
    startedMs,
    endedMs: ms(run.endedAt),
    end: run.end,
    lifecycle: run.transitions.slice(0, 200).map((one) => ({ state: one.state, timeMs: ms(one.at) ?? 0, place: place(one) })),
    verdict: verdictOf(run, place),
    scripts: run.scripts.slice(0, 64).map((one) => ({
      name: one.logPath.slice(one.logPath.lastIndexOf('/') + 1).slice(0, 300) || 'Startup script',
      path: one.logPath.slice(0, 4096),
      phase: one.phase,
      startedMs: ms(one.startedAt) ?? startedMs ?? 0,
      endedMs: ms(one.endedAt),
      outcome: one.outcome,
      exitCode: one.exitCode,
      began: place(one.began),
      ended: place(one.ended),
      steps: [],
      quietMs: null,
    })),
  }
}

type JudgedRun = ReturnType<typeof judgeSaved>['agentLogs'][number]['runs'][number]

function verdictOf(run: JudgedRun, place: (one: { offset: number } | null) => RecordedVerdict['evidence'][number] | null): RecordedVerdict {
  const { outcome, sentence, why, exitCode, durationMs, script, cause, evidence } = run
  const proof = evidence.slice(0, 100).flatMap((one) => place(one) ?? [])
  const at = place(cause && 'offset' in cause ? { offset: cause.offset } : null)
  return {
    kind: outcome,
    sentence,
    why,
    script: script !== null && script < 64 ? script : null,
    exitCode,
    durationMs,
    cause: cause && at ? { ...at, sentence: cause.sentence, text: cause.text, line: null, from: cause.from } : null,
    evidence: proof,
  }
}

function unknownRun(why: string): RecordedRun {
  return {
    id: null,
    startedMs: null,
    endedMs: null,
    end: null,
    lifecycle: [],
    verdict: { kind: 'unknown', sentence: 'Nothing is known of this start.', why, script: null, exitCode: null, durationMs: null, cause: null, evidence: [] },
    scripts: [],
  }
}

/** The `name` that a JSON file of the bundle gives; a bundle without one is as good. */
async function nameIn(entries: readonly ArchiveEntry[], wanted: string, limits: ImportLimits, signal: AbortSignal, otherwise: string): Promise<string> {
  const entry = entries.find(({ name, bytes }) => (name === wanted || name.endsWith(`/${wanted}`)) && bytes <= limits.jsonBytes)
  if (!entry) return otherwise
  try {
    const text = await readText(await entry.read(), limits.jsonBytes, signal)
    if (jsonDepth(text, limits.jsonDepth) > limits.jsonDepth || jsonIsWide(text, limits.jsonValues)) return otherwise
    const json: unknown = JSON.parse(text)
    const name = typeof json === 'object' && json !== null && 'name' in json && typeof json.name === 'string' ? json.name : ''
    return name.replace(/\p{C}/gu, '').trim().slice(0, 100) || otherwise
  } catch (error) {
    if (signal.aborted) throw error
    return otherwise
  }
}
