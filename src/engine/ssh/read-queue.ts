import { Throughput } from './throughput'
import type { Priority } from './types'

/** One request-sized part of a read. */
export interface Piece {
  priority: Priority
  /** Bytes it asks for. */
  length: number
  /** Puts it on the wire; `done` must be called once when its answer is here. */
  start(done: (gotBytes: number) => void): void
}

/** Most bytes that reads of `priority` may have in flight, as time on the wire (ms). */
const BULK_MS = 100

/**
 * Decides when a part of a read leaves. Parts for a poll leave at once; parts that a
 * pane waits for leave before bulk ones, up to `depth` in flight; and bulk ones only as
 * far as they would delay the next poll by 100 ms at the throughput measured here.
 */
export class ReadQueue {
  readonly #waiting: Record<Priority, Piece[]> = { poll: [], view: [], bulk: [] }
  readonly #throughput = new Throughput()
  #inFlight = 0
  #bytesInFlight = 0
  #bulkInFlight = 0
  #pumping = false

  constructor(private readonly depth: number) {}

  add(pieces: readonly Piece[]): void {
    for (const piece of pieces) this.#waiting[piece.priority].push(piece)
    this.#pump()
  }

  /** Takes parts back that have not left yet. */
  remove(pieces: readonly Piece[]): void {
    const gone = new Set(pieces)
    for (const priority of ['poll', 'view', 'bulk'] as const) {
      this.#waiting[priority] = this.#waiting[priority].filter((piece) => !gone.has(piece))
    }
  }

  /** Notes how long a request without data took (ms): the bare round trip. */
  roundTrip(ms: number): void {
    this.#throughput.roundTrip(ms)
  }

  #pump(): void {
    // A part may be answered while it starts (no connection), which would come back in here.
    if (this.#pumping) return
    this.#pumping = true
    for (let piece = this.#next(); piece; piece = this.#next()) this.#start(piece)
    this.#pumping = false
  }

  #next(): Piece | undefined {
    const poll = this.#waiting.poll.shift()
    if (poll) return poll
    if (this.#inFlight >= this.depth) return undefined
    const view = this.#waiting.view.shift()
    if (view) return view
    const bulk = this.#waiting.bulk[0]
    if (!bulk) return undefined
    const budget = this.#throughput.bytesIn(BULK_MS)
    if (this.#bulkInFlight > 0 && this.#bulkInFlight + bulk.length > budget) return undefined
    return this.#waiting.bulk.shift()
  }

  #start(piece: Piece): void {
    const isBulk = piece.priority === 'bulk'
    const sentAt = performance.now()
    this.#inFlight++
    this.#bytesInFlight += piece.length
    if (isBulk) this.#bulkInFlight += piece.length
    const ahead = this.#bytesInFlight
    piece.start((gotBytes) => {
      this.#inFlight--
      this.#bytesInFlight -= piece.length
      if (isBulk) this.#bulkInFlight -= piece.length
      if (gotBytes === piece.length) this.#throughput.sample(ahead, performance.now() - sentAt)
      this.#pump()
    })
  }
}
