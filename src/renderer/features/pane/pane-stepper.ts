import type { LineLevel } from '@shared/contract/rail'
import { formatBytes } from '@shared/text/units'
import type { EngineClient } from '@/bridge'
import type { LogTerminal } from '@/terminal'
import type { PaneSession } from './pane-session'

export type StepDirection = 'next' | 'previous'

/** Goes from one error or warning of a log to the next, through all of the log. */
export class PaneStepper {
  /** The line that was stepped to last; the next step goes on from it while it is on screen. */
  private at: number | null = null
  /** A step that looked as far as one may, and where the next one of its kind goes on. */
  private onward: { level: LineLevel; direction: StepDirection; from: number; at: number | null } | null = null

  constructor(
    private readonly client: EngineClient,
    private readonly session: PaneSession,
    private readonly terminal: LogTerminal,
  ) {}

  /** @returns what there is to say, as one sentence; null when the line is on its way into view, or the step was overtaken */
  async step(level: LineLevel, direction: StepDirection): Promise<string | null> {
    const from = this.from(level, direction)
    if (from === null) return null
    const result = await this.client.request('pane.step-level', { paneId: this.session.id, level, direction, from })
    if (!result.ok) return result.failure.code === 'NOT_FOUND' ? null : `${result.failure.sentence} ${result.failure.nextStep}`
    const { offset, lookedTo } = result.value
    this.onward = lookedTo === null ? null : { level, direction, from: lookedTo, at: this.at }
    if (offset === null) return noneWords(level, direction, lookedTo === null ? null : Math.abs(lookedTo - from))
    this.at = offset
    this.session.setFollow(false)
    this.terminal.showStep(offset)
    this.session.reveal(offset)
    return null
  }

  /** The tint goes away; the place is kept, so that steps go on from there. */
  clear(): void {
    this.terminal.showStep(null)
  }

  private from(level: LineLevel, direction: StepDirection): number | null {
    const view = this.terminal.view()
    if (!view) return null
    const { onward, at } = this
    if (onward && onward.level === level && onward.direction === direction && onward.at === at) return onward.from
    if (at !== null && at >= view.top && at <= view.bottom) return at
    if (direction === 'next') return view.top
    return view.atLast ? Math.max(view.bottom + 1, this.session.endOffset) : view.bottom
  }
}

/** @param lookedBytes how much was looked through, where there may be more beyond that; null where that was all */
export function noneWords(level: LineLevel, direction: StepDirection, lookedBytes: number | null): string {
  const where = direction === 'next' ? 'below' : 'above'
  if (lookedBytes === null) return `No further ${level} ${where}.`
  return `No ${level} in the ${formatBytes(lookedBytes)} ${where}. Press the key again to look further.`
}
