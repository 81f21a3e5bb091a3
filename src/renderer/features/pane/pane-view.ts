import type { PaneStatus } from '@shared/contract/port'
import type { Failure } from '@shared/model'

/** What a pane knows of itself, and shows around its text. */
export interface PaneView {
  /** Null until the engine has said anything about this pane. */
  status: PaneStatus | null
  /** What the person wants, which the engine may not have heard yet. */
  follow: boolean
  /** `unknown` until the first batch, `none` while the log is empty. */
  text: 'unknown' | 'none' | 'some'
  /** All secrets of the log are shown; else they are hidden, but those of single lines that were clicked. */
  secretsShown: boolean
  /** A request of this pane was refused. */
  refusal: Failure | null
}

export const UNOPENED: PaneView = { status: null, follow: true, text: 'unknown', secretsShown: false, refusal: null }

/** Holds the view of one pane, and tells of each change. */
export class PaneViewStore {
  private view = UNOPENED
  private readonly listeners = new Set<() => void>()

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  snapshot = (): PaneView => this.view

  update(change: Partial<PaneView>): void {
    this.view = { ...this.view, ...change }
    for (const listener of this.listeners) listener()
  }
}
