import type { WatchCost } from '@shared/model'
import type { Fetch, FetchAnswer, TrafficMeter } from './types'

const BUCKET_MS = 60_000
const BUCKETS = 60

/** Counts what keeping the list and watching starts costs, minute by minute; an hour is remembered. */
export class Traffic implements TrafficMeter {
  #buckets: { minute: number; cost: WatchCost }[] = []

  constructor(private readonly now: () => number = () => performance.now()) {}

  add(more: Partial<WatchCost>): void {
    const minute = this.#minute()
    let bucket = this.#buckets.at(-1)
    if (bucket?.minute !== minute) {
      bucket = { minute, cost: { calls: 0, bytes: 0, connections: 0 } }
      this.#buckets = [...this.#buckets, bucket].slice(-BUCKETS)
    }
    sum(bucket.cost, more)
  }

  /** Of the last 60 minutes, the one that goes on among them. */
  lastHour(): WatchCost {
    const oldest = this.#minute() - BUCKETS
    const total: WatchCost = { calls: 0, bytes: 0, connections: 0 }
    for (const { minute, cost } of this.#buckets) if (minute > oldest) sum(total, cost)
    return total
  }

  #minute(): number {
    return Math.floor(this.now() / BUCKET_MS)
  }
}

/** The same `fetch`, whose calls and answers are counted; bytes as they are after decompression. */
export function metered(fetch: Fetch, traffic: TrafficMeter): Fetch {
  return async (url, init) => {
    traffic.add({ calls: 1 })
    const answer = await fetch(url, init)
    return { status: answer.status, headers: answer.headers, body: answer.body && counted(answer.body, traffic) }
  }
}

async function* counted(body: NonNullable<FetchAnswer['body']>, traffic: TrafficMeter): AsyncGenerator<Uint8Array> {
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    traffic.add({ bytes: chunk.length })
    yield chunk
  }
}

function sum(total: WatchCost, more: Partial<WatchCost>): void {
  total.calls += more.calls ?? 0
  total.bytes += more.bytes ?? 0
  total.connections += more.connections ?? 0
}
