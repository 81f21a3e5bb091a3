/** A time limit that stands still while a person is being asked something. */
export class Deadline {
  #leftMs: number
  #startedAt = 0
  #timer: NodeJS.Timeout | null = null
  #pauses = 0

  constructor(
    limitMs: number,
    private readonly onExpire: () => void,
  ) {
    this.#leftMs = limitMs
    this.#run()
  }

  /** Stops the clock until `resume` was called as often. */
  pause(): void {
    if (this.#pauses++ > 0 || !this.#timer) return
    clearTimeout(this.#timer)
    this.#timer = null
    this.#leftMs -= performance.now() - this.#startedAt
  }

  resume(): void {
    if (--this.#pauses === 0) this.#run()
  }

  clear(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#pauses = Infinity
  }

  #run(): void {
    this.#startedAt = performance.now()
    this.#timer = setTimeout(this.onExpire, Math.max(0, this.#leftMs))
  }
}
