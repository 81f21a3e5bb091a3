import * as v from 'valibot'
import type { RecordingInfo, RemovedRecording } from '../model'
import type { MaskKind } from '../text/mask'
import { PATTERN_LENGTH } from './search'

/** Saved runs, what is taken in and what is given away of them: the part of `port.ts` that speaks of it. */

const id = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,120}$/))
const ticket = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))
const emails = v.boolean()

export const historyRequestSchemas = {
  'history.list': v.strictObject({}),
  /** Opens a recording as a workspace. */
  'history.open': v.strictObject({ id }),
  'history.pin': v.strictObject({ id, pinned: v.boolean() }),
  'history.note': v.strictObject({ id, note: v.pipe(v.string(), v.maxLength(2000)) }),
  /** Removes a recording for good; the window gave the person time to think. */
  'history.delete': v.strictObject({ id }),
  /** Takes in what main let the person choose. */
  'history.import': v.strictObject({ ticket }),
  /** Looks for lines in all recordings, newest first; a later search ends an earlier one. */
  'history.search': v.strictObject({ text: v.pipe(v.string(), v.minLength(1), v.maxLength(PATTERN_LENGTH)), regex: v.boolean() }),
  /** What an export would hide. */
  'export.preview': v.strictObject({ id, emails }),
  /** Writes an export into the file that main let the person choose; answered when that is done. `raw`: the person was asked. */
  'export.start': v.strictObject({ id, format: v.picklist(['text', 'html', 'zip']), raw: v.boolean(), emails, ticket }),
  'export.cancel': v.strictObject({}),
  /** A few lines to paste, with secrets hidden. */
  'export.evidence': v.strictObject({ id }),
} as const

export interface HistoryHit {
  recordingId: string
  /** As the log is called once the recording is open. */
  logIndex: number
  log: string
  /** Of the line (bytes). */
  offset: number
  text: string
}

export interface HistoryRequestResults {
  /** `changed`: it is open, and was found to be another than was recorded. `removed`: what went to keep to the bounds, newest first. */
  'history.list': { recordings: (RecordingInfo & { note: string; changed: boolean })[]; removed: RemovedRecording[] }
  'history.open': { workspaceId: string; agentId: string }
  'history.pin': null
  'history.note': null
  'history.delete': null
  'history.import': { id: string }
  /** `more`: there are others; `searched`: recordings that were read. */
  'history.search': { hits: HistoryHit[]; more: boolean; searched: number }
  'export.preview': { total: number; byKind: { kind: MaskKind; title: string; count: number }[]; lines: { log: string; line: number; text: string; kinds: MaskKind[] }[] }
  'export.start': { bytes: number; masks: number }
  'export.cancel': null
  'export.evidence': { text: string }
}

/** How far an export is, in bytes of logs. */
export interface ExportEvent {
  event: 'export.progress'
  doneBytes: number
  totalBytes: number
}
