import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LastLines } from './last-lines'

describe('LastLines', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('keeps whole lines without colours and control characters, across chunks', () => {
    const lines = new LastLines(() => {})
    const text = Buffer.from('\u001b[1m==> \u001b[33m⧗ Waiting\u001b[0m\u0007\r\nfür \u202eimmer\n\nund')
    for (const byte of text) lines.take(Buffer.from([byte]))
    expect(lines.all()).toEqual(['==> ⧗ Waiting', 'für immer', 'und'])
    expect(lines.last()).toBe('und')
  })

  it('is bounded in lines and in length', () => {
    const lines = new LastLines(() => {})
    lines.take(Buffer.from('x'.repeat(1_000_000)))
    lines.take(Buffer.from(Array.from({ length: 1000 }, (_, i) => `\nline ${i}`).join('')))
    expect(lines.all().length).toBeLessThanOrEqual(13)
    expect(lines.all().join('').length).toBeLessThan(30_000)
    expect(lines.last()).toBe('line 999')
  })

  it('tells of the newest line at a bounded pace, and not after it was stopped', () => {
    const told: string[] = []
    const lines = new LastLines((line) => void told.push(line))
    for (let i = 0; i < 50; i++) lines.take(Buffer.from(`${i}\n`))
    expect(told).toEqual([])
    vi.advanceTimersByTime(100)
    expect(told).toEqual(['49'])
    lines.take(Buffer.from('more\n'))
    lines.stop()
    vi.advanceTimersByTime(1000)
    expect(told).toEqual(['49'])
  })
})
