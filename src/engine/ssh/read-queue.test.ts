import { describe, expect, it } from 'vitest'
import { backOffMs } from './back-off'
import { ReadQueue, type Piece } from './read-queue'
import { Throughput } from './throughput'
import type { Priority } from './types'

function scripted(): { piece(name: string, priority: Priority, length?: number): Piece; started: string[]; finish(name: string): void } {
  const started: string[] = []
  const dones = new Map<string, () => void>()
  return {
    started,
    piece: (name, priority, length = 1000) => ({
      priority,
      length,
      start: (done) => {
        started.push(name)
        dones.set(name, () => done(0))
      },
    }),
    finish: (name) => dones.get(name)?.(),
  }
}

describe('ReadQueue', () => {
  it('lets a poll through at once, and what a pane waits for before bulk', () => {
    const { piece, started, finish } = scripted()
    const queue = new ReadQueue(2)
    queue.add([piece('b1', 'bulk'), piece('b2', 'bulk'), piece('b3', 'bulk')])
    queue.add([piece('v1', 'view'), piece('p1', 'poll')])
    expect(started).toEqual(['b1', 'b2', 'p1'])
    finish('p1')
    finish('b1')
    expect(started.at(-1)).toBe('v1')
    finish('b2')
    expect(started.at(-1)).toBe('b3')
  })

  it('holds bulk to what the line carries in 100 ms, but never stops it', () => {
    const { piece, started, finish } = scripted()
    const queue = new ReadQueue(64)
    // Nothing was measured yet: 1 MiB/s is assumed, so 100 ms are 105 KB.
    queue.add(['b1', 'b2', 'b3', 'b4'].map((name) => piece(name, 'bulk', 50_000)))
    expect(started).toEqual(['b1', 'b2'])
    finish('b1')
    expect(started).toEqual(['b1', 'b2', 'b3'])
    const alone = scripted()
    new ReadQueue(8).add([alone.piece('large', 'bulk', 1_000_000)])
    expect(alone.started).toEqual(['large'])
  })

  it('forgets what was taken back', () => {
    const { piece, started, finish } = scripted()
    const queue = new ReadQueue(1)
    const gone = piece('gone', 'view')
    queue.add([piece('first', 'view'), gone, piece('last', 'view')])
    queue.remove([gone])
    finish('first')
    expect(started).toEqual(['first', 'last'])
  })
})

describe('Throughput', () => {
  it('finds the rate of the line whatever the round trip', () => {
    for (const roundTripMs of [0.2, 50, 300]) {
      const line = new Throughput()
      line.roundTrip(roundTripMs)
      for (let i = 0; i < 40; i++) line.sample(250_000, roundTripMs + 100)
      expect(line.bytesIn(100)).toBeGreaterThan(240_000)
      expect(line.bytesIn(100)).toBeLessThan(260_000)
    }
  })
})

describe('backOffMs', () => {
  it('retries at once, then waits at random below a cap that doubles to 30 s', () => {
    expect(backOffMs(1, () => 0.999)).toBe(0)
    expect([2, 3, 4, 7, 8, 100].map((failures) => backOffMs(failures, () => 1))).toEqual([1000, 2000, 4000, 30_000, 30_000, 30_000])
    expect(backOffMs(100, () => 0)).toBe(0)
  })
})
