import { describe, expect, it } from 'vitest'
import type { FileStat } from '../ssh'
import { judgeChange, sameLook } from './file-change'

const look = (sizeBytes: number, modifiedMs: number): FileStat => ({ sizeBytes, modifiedMs, kind: 'file' })

describe('judgeChange', () => {
  it('takes a path between two looks at the handle for the same file', () => {
    expect(judgeChange(look(10, 1000), look(12, 1000), look(15, 2000))).toBe('same-file')
    expect(judgeChange(look(10, 1000), look(10, 1000), look(10, 1000))).toBe('same-file')
  })

  it('tells another file by its size or its time while the handle stands still', () => {
    expect(judgeChange(look(10, 1000), look(0, 5000), look(10, 1000))).toBe('other-file')
    expect(judgeChange(look(10, 1000), look(40, 5000), look(10, 1000))).toBe('other-file')
    expect(judgeChange(look(10, 9000), look(10, 1000), look(10, 9000))).toBe('other-file')
  })

  it('tells a rotation although the old file is still written to', () => {
    expect(judgeChange(look(10, 1000), look(2, 1000), look(20, 2000))).toBe('other-file')
  })

  it('tells truncation where handle and path agree on the smaller size', () => {
    expect(judgeChange(look(10, 1000), look(0, 2000), look(0, 2000))).toBe('truncated')
  })

  it('looks again where a clock went backwards under a file that grows', () => {
    expect(judgeChange(look(10, 9000), look(12, 1000), look(12, 1000))).toBe('look-again')
    expect(sameLook(look(12, 1000), look(12, 1000))).toBe(true)
  })
})
