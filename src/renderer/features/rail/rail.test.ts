import { describe, expect, it } from 'vitest'
import { clickTarget, offsetAt, placeWords, railPicture } from './rail-picture'
import { EMPTY_RAIL, RailModel, type RailState } from './rail-state'

const state = (change: Partial<RailState> = {}): RailState => ({ ...EMPTY_RAIL, to: 10_000, view: { top: 5000, bottom: 5100 }, ...change })

describe('the rail', () => {
  it('shows the view where it is, never too small to be taken, and inside at both ends', () => {
    expect(railPicture(state(), 500).thumb).toEqual({ y: 250, height: 14 })
    expect(railPicture(state({ view: { top: 0, bottom: 9000 } }), 500).thumb).toEqual({ y: 0, height: 450 })
    expect(railPicture(state({ view: { top: 0, bottom: 10_000 } }), 500).thumb).toBeNull()
    expect(railPicture(state({ view: { top: 9990, bottom: 10_000 } }), 500).thumb).toEqual({ y: 486, height: 14 })
  })

  it('draws one box for what falls into one row of pixels', () => {
    const hits = Array.from({ length: 5000 }, (_, i) => i * 2)
    const boxes = railPicture(state({ hits }), 100).boxes.filter(({ kind }) => kind === 'hit')
    expect(boxes.length).toBeLessThanOrEqual(100)
    expect(boxes.length).toBeGreaterThan(90)
  })

  it('draws what is known, the gravest on top', () => {
    const map = { seen: [[0, 1000]] as [number, number][], gone: [[1000, 2000]] as [number, number][], skipped: [], ticks: [{ offset: 10, level: 'error' as const }], epochs: [{ at: 2000, cause: 'truncated' as const }] }
    const kinds = railPicture(state({ map, evidence: 10, fresh: [9000, 10_000] }), 500).boxes.map(({ kind }) => kind)
    expect(kinds).toEqual(['seen', 'gone', 'fresh', 'epoch', 'error', 'evidence'])
  })

  it('is empty for an empty log', () => expect(railPicture(state({ to: 0 }), 500)).toEqual({ boxes: [], thumb: null }))

  it('leads to the mark that is near, else to the place', () => {
    expect(clickTarget(state({ hits: [7003] }), 500, 350)).toBe(7003)
    expect(clickTarget(state({ hits: [7003] }), 500, 250)).toBe(5000)
    expect(offsetAt(state(), 500, -4)).toBe(0)
    expect(offsetAt(state(), 500, 900)).toBe(10_000)
  })

  it('says where it is in words', () => {
    expect(placeWords(state(), 5000, true)).toBe('Byte 5,000, 50% of 10 kB')
    expect(placeWords(state({ line: 214 }), 5000, true)).toBe('Line 214, 50% of 10 kB')
    expect(placeWords(state({ from: 1000 }), 1000, true)).toBe('Byte 0, 0% of 9.0 kB')
  })

  it('tells of changes only', () => {
    const model = new RailModel()
    let heard = 0
    model.subscribe(() => heard++)
    model.update({ view: { top: 1, bottom: 2 }, held: [0, 5] })
    model.update({ view: { top: 1, bottom: 2 }, held: [0, 5] })
    expect(heard).toBe(1)
  })
})
