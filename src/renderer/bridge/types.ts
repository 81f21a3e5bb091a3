import type { EngineEvent, PaneBatch, PaneStatus, RequestName, RequestParams, RequestResults, SignalName, SignalParams } from '@shared/contract/port'
import type { PaneMap } from '@shared/contract/rail'
import type { Result } from '@shared/model'

/** The window's side of the engine's port. One per window; survives restarts of the engine. */
export interface EngineClient {
  /** Answered once; `ENGINE_DOWN` when the engine goes away meanwhile. Never rejects. */
  request<N extends RequestName>(name: N, params: RequestParams<N>): Promise<Result<RequestResults[N]>>
  /** One-way; dropped while there is no engine. */
  signal<N extends SignalName>(name: N, params: SignalParams<N>): void
  /** Batches and status of one pane, in the order in which the engine sent them. */
  onPane(paneId: string, listener: PaneListener): () => void
  /** Everything that is not about one pane. */
  onEvent(listener: (event: Exclude<EngineEvent, { event: 'pane.batch' | 'pane.status' | 'pane.map' }>) => void): () => void
  /**
   * A new engine answers (after a crash): workspaces have been opened again by the client
   * before this is called with null; each open pane opens itself again with its checkpoint.
   * An agent whose list comes later is opened when it has come, and told of by its id.
   */
  onReconnect(listener: (agentId: string | null) => void): () => void
}

export interface PaneListener {
  batch(batch: PaneBatch): void
  status(status: PaneStatus): void
  /** What is known of the whole log has changed. */
  map?(map: PaneMap): void
}
