import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordingManifest, Result } from '@shared/model'
import { LIFECYCLES, RECORDING_VERSION } from '@shared/model'
import * as v from 'valibot'
import { isVersion1, upgradeVersion1, version1 } from './manifest-version-1'
import { newer, unreadable } from './failures'

export const MANIFEST_FILE = 'manifest.json'
/** A manifest that is larger was not written by this app (bytes). */
const MOST_BYTES = 4 * 1024 * 1024
export const MOST_LOGS = 64
export const MOST_RANGES = 200
export const MOST_STEPS = 100

/** A file of a recording: no folder, no dots but these, so that it cannot lie elsewhere. */
export const RANGE_FILE = /^[a-z0-9-]{1,80}\.(?:[a-z0-9-]{1,20}\.)?(?:zst|zst\.enc|log)$/

const bytes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
const ms = v.pipe(v.number(), v.finite())
const line = v.pipe(v.string(), v.maxLength(2000))
const path = v.pipe(v.string(), v.maxLength(4096))
const short = v.pipe(v.string(), v.maxLength(300))
const place = v.object({ path, offset: bytes })
const verdictKind = v.picklist(['starting', 'ready', 'failing', 'failed', 'timed-out', 'stalled', 'unknown'])

const verdict = v.object({
  kind: verdictKind,
  sentence: line,
  why: v.nullable(line),
  script: v.nullable(bytes),
  exitCode: v.nullable(v.pipe(v.number(), v.integer())),
  durationMs: v.nullable(ms),
  cause: v.nullable(v.object({ path, offset: bytes, sentence: line, text: line, line: v.nullable(bytes), from: v.picklist(['script', 'agent']) })),
  evidence: v.pipe(v.array(place), v.maxLength(100)),
})

const script = v.object({
  name: short,
  path,
  phase: v.picklist(['start', 'stop', 'later']),
  startedMs: ms,
  endedMs: v.nullable(ms),
  outcome: v.picklist(['running', 'completed', 'failed', 'timed-out', 'left-open', 'not-started', 'lost']),
  exitCode: v.nullable(v.pipe(v.number(), v.integer())),
  began: v.nullable(place),
  ended: v.nullable(place),
  steps: v.pipe(v.array(v.object({ name: short, offset: bytes, startedMs: v.nullable(ms), endedMs: v.nullable(ms) })), v.maxLength(MOST_STEPS)),
  quietMs: v.nullable(ms),
})

const span = v.object({ from: bytes, to: bytes })
const log = v.pipe(
  v.object({
    name: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,80}$/)),
    path,
    kind: v.picklist(['startup', 'agent', 'shutdown', 'script', 'custom']),
    title: short,
    sizeBytes: bytes,
    modifiedMs: v.nullable(ms),
    sourceOffset: bytes,
    fileBytes: v.nullable(bytes),
    boundaries: v.pipe(v.array(v.object({ at: bytes, cause: v.picklist(['truncated', 'replaced', 'rewritten']) })), v.maxLength(1000)),
    ranges: v.pipe(
      v.array(v.object({ ...span.entries, file: v.pipe(v.string(), v.regex(RANGE_FILE)), storedBytes: bytes, sha256: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))) })),
      v.maxLength(MOST_RANGES),
    ),
    missing: v.pipe(v.array(v.object({ ...span.entries, why: v.picklist(['bound', 'gone', 'unread', 'damaged']) })), v.maxLength(MOST_RANGES + 1)),
  }),
  v.check(({ ranges, missing, sizeBytes }) => tiles([...ranges, ...missing], sizeBytes), 'its ranges do not make up the log'),
)

const manifest = v.pipe(
  v.object({
    format: v.literal('tailpane-recording'),
    version: v.literal(RECORDING_VERSION),
    app: short,
    savedMs: ms,
    state: v.picklist(['open', 'closed', 'recovered']),
    workspace: v.object({ id: short, name: short, kind: v.picklist(['ssh', 'demo', 'coder']), target: line }),
    agent: v.object({ id: short, name: short }),
    run: v.object({
      id: v.nullable(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}$/))),
      startedMs: v.nullable(ms),
      endedMs: v.nullable(ms),
      end: v.nullable(v.picklist(['off', 'signal', 're-init', 'lost'])),
      lifecycle: v.pipe(v.array(v.object({ state: v.picklist(LIFECYCLES), timeMs: ms, place: v.nullable(place) })), v.maxLength(200)),
      verdict,
      scripts: v.pipe(v.array(script), v.maxLength(MOST_LOGS)),
    }),
    logs: v.pipe(v.array(log), v.maxLength(MOST_LOGS)),
    encryption: v.nullable(v.object({ cipher: v.literal('aes-256-gcm'), keyId: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)) })),
  }),
  v.check(({ logs }) => new Set(logs.map((one) => one.name)).size === logs.length, 'two logs have one name'),
  v.check(({ logs }) => files(logs).every((file, index, all) => all.indexOf(file) === index), 'two ranges have one file'),
)

/** Reads the manifest of a recording, of whatever version. Its folder may be anyone's: nothing in it is taken on trust. */
export async function readManifest(folder: string): Promise<Result<RecordingManifest>> {
  const file = join(folder, MANIFEST_FILE)
  let text: string
  try {
    const found = await stat(file)
    if (!found.isFile()) return unreadable('its manifest is no file')
    if (found.size > MOST_BYTES) return unreadable('its manifest is larger than any that this app writes')
    text = await readFile(file, 'utf8')
  } catch {
    return unreadable('it has no manifest')
  }
  return parseManifest(text)
}

/** Of a million things that are wrong one is enough, and all of them would take minutes. */
const AT_THE_FIRST = { abortEarly: true }

/** Whether a folder says that it is a recording; whether it is one is another question. */
export function isRecording(folder: string): Promise<boolean> {
  return stat(join(folder, MANIFEST_FILE)).then((found) => found.isFile(), () => false)
}

/** @param text of a manifest of any version */
export function parseManifest(text: string): Result<RecordingManifest> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return unreadable('its manifest is not JSON')
  }
  if (isVersion1(json)) {
    const old = v.safeParse(version1, json, AT_THE_FIRST)
    if (!old.success) return unreadable(`its manifest is not as it should be (${issueOf(old.issues)})`)
    json = upgradeVersion1(old.output)
  } else {
    const head = v.safeParse(v.object({ format: v.literal('tailpane-recording'), version: v.number() }), json)
    if (!head.success) return unreadable('its manifest is of no recording')
    if (head.output.version > RECORDING_VERSION) return newer()
  }
  const checked = v.safeParse(manifest, json, AT_THE_FIRST)
  return checked.success ? { ok: true, value: checked.output } : unreadable(`its manifest is not as it should be (${issueOf(checked.issues)})`)
}

function issueOf(issues: readonly v.BaseIssue<unknown>[]): string {
  const [first] = issues
  const where = first?.path?.map((step) => String(step.key)).join('.') ?? ''
  return (where || (first?.message ?? '')).slice(0, 100)
}

/** Whether they make up `[0, size)`, each byte once. */
function tiles(spans: readonly { from: number; to: number }[], size: number): boolean {
  let at = 0
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    if (from !== at || to <= from) return false
    at = to
  }
  return at === size
}

function files(logs: RecordingManifest['logs']): string[] {
  return logs.flatMap(({ ranges }) => ranges.map(({ file }) => file))
}
