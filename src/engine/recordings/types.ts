import type { RecordingInfo, RecordingManifest, Result } from '@shared/model'
import type { ByteSource } from '../source'

/** A recording that is open for reading. */
export interface SavedRecording {
  /** Absolute path. */
  folder: string
  /** As it was when it was opened, and anew when a growing one was saved. */
  manifest(): RecordingManifest
  /**
   * A log of it, by its name in the manifest: the same random-access view as of a live log, with the recording's offsets.
   * What is missing reads as gone. Null where there is no such log. The same object each time.
   */
  source(name: string): ByteSource | null
  /** Where what was not recorded of a log may still be; asked when somebody looks at it. */
  lookElsewhere(name: string, read: (offset: number, length: number) => Promise<Buffer | null>): void
  /** Must be called: a recording that is open is not removed by retention. */
  close(): void
}

/** Opens a recording's folder, wherever it lies; what stands in it is checked. */
export type OpenRecording = (folder: string, keyOf?: RecordingKeys) => Promise<Result<SavedRecording>>

/** All recordings among the app's own, newest first; what cannot be read is left out. */
export type ListRecordings = (root: string) => Promise<RecordingInfo[]>

/** The key (32 bytes) of an encrypted recording; null where it is not there. */
export type RecordingKeys = (keyId: string) => Buffer | null
