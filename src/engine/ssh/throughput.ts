/** A part of a read smaller than this says more about the round trip than about the line (bytes). */
const SMALLEST_SAMPLE = 16 * 1024
/** Assumed until something was measured: 1 MiB/s, a slow line (bytes per ms). */
const FIRST_GUESS = 1049

/**
 * What the line carries. An answer takes the bare round trip plus the time that all bytes
 * asked for before it, and its own, need on the line; so bytes divided by that time is the
 * throughput, whatever the round trip.
 */
export class Throughput {
  #roundTripMs = Infinity
  #bytesPerMs = FIRST_GUESS

  /** A request without data took this long (ms). The smallest is the bare round trip. */
  roundTrip(ms: number): void {
    this.#roundTripMs = Math.min(this.#roundTripMs, ms)
  }

  /** `bytes` were in flight when a request left, its own included; its answer took `ms`. */
  sample(bytes: number, ms: number): void {
    if (bytes < SMALLEST_SAMPLE) return
    const bare = Number.isFinite(this.#roundTripMs) ? this.#roundTripMs : 0
    const measured = bytes / Math.max(ms - bare, 0.5)
    this.#bytesPerMs += (measured - this.#bytesPerMs) / 4
  }

  /** How many bytes the line carries in that time. */
  bytesIn(ms: number): number {
    return this.#bytesPerMs * ms
  }
}
