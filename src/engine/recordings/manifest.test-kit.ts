import { RECORDING_VERSION, type RecordedLog, type RecordingManifest } from '@shared/model'

/** The manifest of a run of which nothing is known and nothing saved. */
export function emptyManifest(): RecordingManifest {
  return {
    format: 'tailpane-recording',
    version: RECORDING_VERSION,
    app: '0.1.0',
    savedMs: 2000,
    state: 'closed',
    workspace: { id: 'w0123456789ab', name: 'web', kind: 'ssh', target: 'user@host' },
    agent: { id: 'w0123456789ab:a0123456789ab', name: 'main' },
    run: {
      id: 'rs',
      startedMs: 1000,
      endedMs: null,
      end: null,
      lifecycle: [],
      verdict: { kind: 'ready', sentence: 'Ready after 1 s', why: null, script: null, exitCode: null, durationMs: 1000, cause: null, evidence: [] },
      scripts: [],
    },
    logs: [],
    encryption: null,
  }
}

/** A log with these ranges (bytes, `to` exclusive); what lies between is missing. */
export function recordedLog(name: string, sizeBytes: number, ranges: readonly (readonly [from: number, to: number])[]): RecordedLog {
  const borders = [0, ...ranges.flat(), sizeBytes]
  return {
    name,
    path: `/tmp/${name}.log`,
    kind: 'script',
    title: name,
    sizeBytes,
    modifiedMs: 1500,
    sourceOffset: 0,
    fileBytes: null,
    boundaries: [],
    ranges: ranges.map(([from, to]) => ({ from, to, file: `${name}.${from}.zst`, storedBytes: 1, sha256: null })),
    missing: borders.flatMap((from, at) => (at % 2 === 0 && borders[at + 1]! > from ? [{ from, to: borders[at + 1]!, why: 'bound' as const }] : [])),
  }
}
