import type { RecordingManifest } from '@shared/model'
import * as v from 'valibot'

const bytes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
const part = v.object({ offset: bytes, bytes, file: v.pipe(v.string(), v.regex(/^\d{1,4}-\d{1,16}\.log$/)) })

/** What the watch kept of a start before there were recordings: beginnings and ends of logs as plain files. */
export const version1 = v.object({
  version: v.literal(1),
  agentId: v.pipe(v.string(), v.regex(/^w[0-9a-f]{12}:a[0-9a-f]{12}$/)),
  workspace: v.string(),
  agent: v.string(),
  startedMs: v.number(),
  takenMs: v.number(),
  kind: v.string(),
  sentence: v.string(),
  exitCode: v.nullable(v.number()),
  logs: v.pipe(
    v.array(v.object({ path: v.string(), sizeBytes: bytes, modifiedMs: v.number(), parts: v.pipe(v.array(part), v.maxLength(2)) })),
    v.maxLength(64),
  ),
})

export function isVersion1(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'version' in json && json.version === 1 && !('format' in json)
}

/** The same in today's shape, still to be checked. The first log is the agent's, as far as its start was read. */
export function upgradeVersion1(old: v.InferOutput<typeof version1>): unknown {
  const { startedMs, takenMs, kind, sentence, exitCode } = old
  return {
    format: 'tailpane-recording',
    version: 2,
    app: '0.1.0',
    savedMs: takenMs,
    state: 'closed',
    workspace: { id: old.agentId.slice(0, old.agentId.indexOf(':')), name: old.workspace, kind: 'coder', target: '' },
    agent: { id: old.agentId, name: old.agent },
    run: {
      id: startedMs > 0 ? Math.round(startedMs).toString(36) : null,
      startedMs,
      endedMs: null,
      end: null,
      lifecycle: [],
      verdict: { kind, sentence, why: null, script: null, exitCode, durationMs: null, cause: null, evidence: [] },
      scripts: [],
    },
    logs: old.logs.map((log, index) => upgradeLog(log, index)),
    encryption: null,
  } satisfies Record<keyof RecordingManifest, unknown>
}

function upgradeLog({ path, sizeBytes, modifiedMs, parts }: v.InferOutput<typeof version1>['logs'][number], index: number): unknown {
  const agent = index === 0
  // Of the agent's log one stretch was kept, of the others their ends.
  const base = agent ? (parts[0]?.offset ?? 0) : 0
  const size = agent ? (parts[0]?.bytes ?? 0) : sizeBytes
  const ranges = parts
    .filter((one) => one.bytes > 0)
    .map((one) => ({ from: one.offset - base, to: one.offset - base + one.bytes, file: one.file, storedBytes: one.bytes, sha256: null }))
  const borders = [0, ...ranges.flatMap(({ from, to }) => [from, to]), size]
  const missing = borders.flatMap((from, at) => (at % 2 === 0 && borders[at + 1]! > from ? [{ from, to: borders[at + 1]!, why: 'bound' as const }] : []))
  return {
    name: agent ? 'agent' : `script-${index}`,
    path,
    kind: agent ? 'agent' : 'script',
    title: agent ? 'Agent log' : (path.slice(path.lastIndexOf('/') + 1).slice(0, 300) || 'Script'),
    sizeBytes: size,
    modifiedMs,
    sourceOffset: base,
    fileBytes: null,
    boundaries: [],
    ranges,
    missing,
  } satisfies Record<keyof RecordingManifest['logs'][number], unknown>
}
