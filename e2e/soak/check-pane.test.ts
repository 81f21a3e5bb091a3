import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkPane, type Stretch } from './check-pane'
import { Random } from './random'
import { WrittenLog } from './written-log'

let folder: string
let log: WrittenLog

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-pane-'))
  log = new WrittenLog(join(folder, 'a.log'), 0, new Random(1))
  log.append(10)
})
afterEach(() => {
  log.close()
  rmSync(folder, { recursive: true })
})

function lines(epoch: number, first: number, last: number, base = 0): Stretch {
  const written = log.epochs[epoch]!
  return { kind: 'lines', log: 0, epoch, first, last, from: base + written.starts[first]!, to: base + log.endOf(written, last) }
}
const border = (at: number): Stretch => ({ kind: 'mark', mark: { kind: 'epoch', at, cause: 'truncated' } })
const problemsOf = (...stretches: Stretch[]): string[] => checkPane(stretches, log, 0).problems

describe('checkPane', () => {
  it('finds nothing wrong in what came whole, also in another window', () => {
    expect(problemsOf({ kind: 'window' }, lines(0, 3, 9), { kind: 'window' }, lines(0, 0, 9))).toEqual([])
  })

  it('finds a line that is left out, one that comes twice, and one that is another', () => {
    expect(problemsOf(lines(0, 0, 3), lines(0, 5, 9))).toEqual([expect.stringContaining('missing without a mark')])
    expect(problemsOf(lines(0, 0, 5), lines(0, 5, 9))).toEqual([expect.stringContaining('shown twice')])
    expect(problemsOf({ ...lines(0, 0, 5), to: 7 } as Stretch)).toEqual([expect.stringContaining('takes 7 bytes')])
    expect(problemsOf({ ...lines(0, 0, 5), last: 99 } as Stretch)).toEqual([expect.stringContaining('was never written')])
  })

  it('lets a log that was emptied miss what nobody can have read, and no more', () => {
    log.change('emptied', 7)
    const size = log.epochs[0]!.size
    expect(problemsOf(lines(0, 0, 9), border(size), lines(1, 0, 0, size))).toEqual([])
    const seen = log.endOf(log.epochs[0]!, 7)
    expect(problemsOf(lines(0, 0, 7), border(seen), lines(1, 0, 0, seen))).toEqual([])
    const less = log.endOf(log.epochs[0]!, 6)
    expect(problemsOf(lines(0, 0, 6), border(less), lines(1, 0, 0, less))).toEqual([expect.stringContaining('that could be read')])
  })

  it('asks for a mark in its place where a log is another one, and holds what is said to be gone against what is', () => {
    log.change('emptied', 7)
    const seen = log.endOf(log.epochs[0]!, 7)
    expect(problemsOf(lines(0, 0, 7), lines(1, 0, 0, seen))).toEqual([expect.stringContaining('no mark says')])
    expect(problemsOf(lines(0, 0, 7), border(seen + 1), lines(1, 0, 0, seen))).toEqual([expect.stringContaining('the mark says')])
    const gone: Stretch = { kind: 'mark', mark: { kind: 'gone', from: seen, to: seen + 100_000 } }
    expect(problemsOf(lines(0, 0, 7), gone, border(seen + 100_000), lines(1, 0, 0, seen + 100_000))).toEqual([expect.stringContaining('are said to be gone')])
  })
})
