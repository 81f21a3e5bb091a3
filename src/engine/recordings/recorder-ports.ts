import type { RecordingManifest, RunSummary, Verdict } from '@shared/model'
import type { ByteSource } from '../source'
import type { FrameCipher } from './frame-cipher'
import type { TappedLog } from './log-tap'
import type { LogBounds } from './log-writer'
import type { SeenScript } from './recorded-run'

/** A log that an agent's panes or watch follow. */
export interface FollowedLog extends Omit<TappedLog, 'name'> {
  source: ByteSource
  /** Time of change when the newest epoch was first seen (ms, whole seconds); null where nobody knows. */
  beganMs: number | null
}

export interface AgentRecorderPorts {
  /** Absolute path of the folder of all recordings. */
  root: string
  /** Null when it was closed meanwhile. */
  workspace(): RecordingManifest['workspace'] | null
  agent: RecordingManifest['agent']
  bounds(): LogBounds
  cipher(): FrameCipher | null
  /** Whether this is recorded now. */
  enabled(): boolean
  /** All that is followed now, the agent's own log left out. */
  logs(): FollowedLog[]
  /** Newest first. */
  runs(): RunSummary[]
  /** Of the newest run. */
  verdict(): Verdict | null
  /** What the steps of a script of the newest run came to, by the path of its log; null where it is not watched. */
  seen(path: string): SeenScript | null
  /** A part of a run in the agent log; null where it has none. */
  slice(logId: string): ByteSource | null
  /** Whether it may still turn out which run this is. */
  undecided(): boolean
  onSaved(): void
  warn(text: string): void
}
