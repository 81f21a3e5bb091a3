import type { OutputVolume } from '@shared/model'

const MOST_BUCKETS = 120
const FINEST_MS = 250

/** How much was written when, in at most 120 buckets that grow wider as time goes on. */
export class VolumeCurve {
  private fromMs = -1
  private bucketMs = FINEST_MS
  private bytes: number[] = []

  add(atMs: number, bytes: number): void {
    if (this.fromMs < 0) this.fromMs = atMs
    const at = Math.max(0, atMs - this.fromMs)
    while (at / this.bucketMs >= MOST_BUCKETS) this.widen()
    const index = Math.floor(at / this.bucketMs)
    while (this.bytes.length <= index) this.bytes.push(0)
    this.bytes[index]! += bytes
  }

  /** Null while nothing was seen being written. */
  get curve(): OutputVolume | null {
    return this.fromMs < 0 ? null : { fromMs: this.fromMs, bucketMs: this.bucketMs, bytes: [...this.bytes] }
  }

  private widen(): void {
    this.bytes = Array.from({ length: Math.ceil(this.bytes.length / 2) }, (_, i) => this.bytes[2 * i]! + (this.bytes[2 * i + 1] ?? 0))
    this.bucketMs *= 2
  }
}
