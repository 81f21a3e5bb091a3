import type { Failure } from '@shared/model'

/** How often it is looked whether somebody looks (ms). */
const LOOK_MS = 10_000

/** Tells when an open connection has served no visible pane for a while. */
export class IdleWatch {
  private readonly timer: NodeJS.Timeout
  private lookedAt: number

  constructor(
    private readonly options: {
      /** Bound in ms. */
      idleMs(): number
      /** Whether a pane looks now. */
      looked(): boolean
      onIdle(): void
      now?: () => number
    },
  ) {
    this.lookedAt = this.now()
    this.timer = setInterval(() => this.look(), LOOK_MS)
    this.timer.unref()
  }

  /** Somebody looks, or the connection was opened for another reason. */
  touch(): void {
    this.lookedAt = this.now()
  }

  dispose(): void {
    clearInterval(this.timer)
  }

  private look(): void {
    if (this.options.looked()) this.touch()
    else if (this.now() - this.lookedAt >= this.options.idleMs()) {
      this.touch()
      this.options.onIdle()
    }
  }

  private now(): number {
    return this.options.now?.() ?? Date.now()
  }
}

export function pausedIdle(coder: boolean): Failure {
  return {
    code: 'PAUSED_IDLE',
    sentence: coder ? 'Paused so that this workspace can stop.' : 'Paused, since nobody was looking.',
    nextStep: 'It goes on at the byte as soon as you look at it.',
  }
}
