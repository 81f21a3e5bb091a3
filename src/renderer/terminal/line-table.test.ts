import { describe, expect, it } from 'vitest'
import { LineTable } from './line-table'

const lines = (table: LineTable) => Array.from({ length: table.length }, (_, i) => table.fromEnd(table.length - 1 - i))

describe('LineTable', () => {
  it('keeps the newest lines, one more than the terminal has rows', () => {
    const table = new LineTable(3)
    table.push(Float64Array.of(0, 10))
    table.push(Float64Array.of(20, 30, 40))
    expect(lines(table)).toEqual([10, 20, 30, 40])
    expect(table.pushed).toBe(5)
    expect(table.fromEnd(4)).toBeNull()
  })

  it('takes a batch that is longer than itself', () => {
    const table = new LineTable(2)
    table.push(Float64Array.from({ length: 100 }, (_, i) => i))
    expect(lines(table)).toEqual([97, 98, 99])
  })

  it('finds a line by its offset, counted from the newest', () => {
    const table = new LineTable(8)
    table.push(Float64Array.of(5, 7, 7, 9))
    expect(table.findBack(9)).toBe(0)
    expect(table.findBack(7)).toBe(1)
    expect(table.findBack(6)).toBeNull()
  })

  it('keeps the newest lines when it grows or shrinks', () => {
    const table = new LineTable(4)
    table.push(Float64Array.of(1, 2, 3, 4, 5, 6))
    table.resize(1)
    expect(lines(table)).toEqual([5, 6])
    table.resize(10)
    table.push(Float64Array.of(7))
    expect(lines(table)).toEqual([5, 6, 7])
    table.clear()
    expect(table.length).toBe(0)
  })
})
