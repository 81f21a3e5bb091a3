import type { Checkpoint } from '@shared/model'
import type { PaneBatch, PaneStatus } from '@shared/contract/port'
import type { PaneMap } from '@shared/contract/rail'
import type { ByteSource } from '../source'

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
  sendBatch(batch: PaneBatch): void
  sendStatus(status: PaneStatus): void
  /** What is known of the whole log has changed. */
  sendMap(map: PaneMap): void
  /** A defect in the session; it stops. */
  onDefect(error: unknown): void
}
