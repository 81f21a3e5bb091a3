import type { EpochCause, LogKind } from './log'
import type { Lifecycle, ScriptOutcome, VerdictKind } from './run'

/**
 * What is saved of one run of an agent: `manifest.json` in a folder of its own, beside one file for each contiguous range
 * of a log. Offsets are bytes; those of the agent's log count from the run's first entry, those of every other log from
 * the first byte that the run wrote to it. Times are ms since the epoch.
 */
export interface RecordingManifest {
  format: 'tailpane-recording'
  version: typeof RECORDING_VERSION
  /** Of the app that wrote it. */
  app: string
  savedMs: number
  /** `open`: it is being written, or its writer ended without a word; what is whole in it can be read all the same. */
  state: 'open' | 'closed' | 'recovered'
  workspace: { id: string; name: string; kind: 'ssh' | 'demo' | 'coder'; target: string }
  agent: { id: string; name: string }
  run: RecordedRun
  logs: RecordedLog[]
  /** Null where its ranges are plain zstd. */
  encryption: { cipher: 'aes-256-gcm'; keyId: string } | null
}

/** Version 1 was what the watch kept of starts: plain files. It still opens. */
export const RECORDING_VERSION = 2

export interface RecordedRun {
  /** As in `RunSummary`; null where the run is known by what its logs look like only, since no agent log tells of it. */
  id: string | null
  /** Null where nothing says when it began. */
  startedMs: number | null
  endedMs: number | null
  end: 'off' | 'signal' | 're-init' | 'lost' | null
  lifecycle: { state: Lifecycle; timeMs: number; place: RecordedPlace | null }[]
  verdict: RecordedVerdict
  scripts: RecordedScript[]
}

/** A byte of a recorded log. */
export interface RecordedPlace {
  path: string
  offset: number
}

export interface RecordedVerdict {
  kind: VerdictKind
  sentence: string
  why: string | null
  /** Index in the run's scripts. */
  script: number | null
  exitCode: number | null
  durationMs: number | null
  cause: (RecordedPlace & { sentence: string; text: string; line: number | null; from: 'script' | 'agent' }) | null
  evidence: RecordedPlace[]
}

export interface RecordedScript {
  name: string
  /** Of its log; empty where nothing names it. */
  path: string
  phase: 'start' | 'stop' | 'later'
  startedMs: number
  endedMs: number | null
  outcome: ScriptOutcome
  exitCode: number | null
  began: RecordedPlace | null
  ended: RecordedPlace | null
  /** What its steps took (ms), as far as they were watched; at most 100. */
  steps: { name: string; offset: number; startedMs: number | null; endedMs: number | null }[]
  /** The longest time in which it wrote nothing (ms); null where it was not watched from its beginning. */
  quietMs: number | null
}

export interface RecordedLog {
  /** Unique in the recording; begins the names of its files. `[a-z0-9-]`. */
  name: string
  /** In the workspace. */
  path: string
  kind: LogKind
  title: string
  /** All that the run is known to have written (bytes), saved or not. */
  sizeBytes: number
  /** Time of change when it was looked at last. */
  modifiedMs: number | null
  /** Offset in the file (or in its history) where the recording's offset 0 was, when it was recorded. */
  sourceOffset: number
  /** Size of the file, where the run's bytes end inside of it; null elsewhere. */
  fileBytes: number | null
  /** Where the file was emptied or replaced while the run wrote to it, in rising order. */
  boundaries: { at: number; cause: EpochCause }[]
  /** What is saved, in rising order and without overlaps. */
  ranges: RecordedRange[]
  /** What is not, in rising order; with the ranges it makes up `[0, sizeBytes)`. */
  missing: MissingRange[]
}

export interface RecordedRange {
  from: number
  /** Exclusive. Of a recording that is open, the file may hold more by now. */
  to: number
  /** Name of its file in the recording's folder. */
  file: string
  /** Bytes on disk. */
  storedBytes: number
  /** Of the plain bytes, hex; null while it grows, and where a part of it was found damaged. */
  sha256: string | null
}

/**
 * `bound`: more than is kept of a log, and still at the source then. `gone`: destroyed before it could be read.
 * `unread`: the recording ended before it was read. `damaged`: saved, but not readable any more.
 */
export interface MissingRange {
  from: number
  to: number
  why: 'bound' | 'gone' | 'unread' | 'damaged'
}

/** A recording as lists show it. */
export interface RecordingInfo {
  /** Name of its folder among the app's own recordings. `[a-z0-9-]`. */
  id: string
  workspace: RecordingManifest['workspace']
  agent: RecordingManifest['agent']
  runId: string | null
  startedMs: number | null
  endedMs: number | null
  savedMs: number
  kind: VerdictKind
  sentence: string
  durationMs: number | null
  /** What it takes on disk. */
  storedBytes: number
  logs: { name: string; path: string; title: string; kind: LogKind; sizeBytes: number }[]
  state: RecordingManifest['state']
  /** The person keeps it, whatever its age. */
  pinned: boolean
  encrypted: boolean
}

/** A recording that retention took away. */
export interface RemovedRecording {
  id: string
  workspace: string
  agent: string
  startedMs: number | null
  storedBytes: number
  /** `age`: older than is kept; `room`: all of them took more than they may. */
  why: 'age' | 'room'
  removedMs: number
}
