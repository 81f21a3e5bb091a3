import type { RecordingManifest } from '@shared/model'
import { maskSecrets, type MaskOptions } from '@shared/text/mask'
import type { ByteSource } from '../../source'

/** What is exported: logs, and what is known of the run that they belong to. */
export interface ExportSubject {
  title: string
  /** One sentence each. */
  facts: string[]
  logs: { name: string; title: string; path: string; source: ByteSource }[]
  /** Null for a log that is no recording. */
  manifest: RecordingManifest | null
}

export interface ExportOptions {
  /** Nothing is hidden; the person was asked. */
  raw: boolean
  masks: MaskOptions
}

/** A text of the app's own about a log, which may quote the log. */
export function told(text: string, { raw, masks }: ExportOptions): string {
  return raw ? text : maskSecrets(text, masks)
}

export interface ExportProgress {
  doneBytes: number
  totalBytes: number
}
