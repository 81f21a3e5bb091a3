import type { Checkpoint } from '@shared/model'
import type { PaneBatch, PaneStatus } from '@shared/contract/port'
import type { PaneMap } from '@shared/contract/rail'
import type { ByteSource } from '../source'
import type { LineMasks } from './line-masks'
import type { LineFilter } from './line-filter'

export interface PaneView {
  columns: number
  windowRows: number
  visible: boolean
}

export interface PaneSessionOptions {
  paneId: string
  source: ByteSource
  view: PaneView
  resume: Checkpoint | null
  /** What is shown; all of the log when left out. */
  filter?: LineFilter | null
  /** Hides what looks like a secret. */
  masks?: LineMasks | null
  /** The log lies on another machine, so that reading it costs its network. */
  remote?: boolean
  sendBatch(batch: PaneBatch): void
  sendStatus(status: PaneStatus): void
  /** What is known of the whole log has changed. */
  sendMap(map: PaneMap): void
  /** A defect in the session; it stops. */
  onDefect(error: unknown): void
}
