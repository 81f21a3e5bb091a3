import { describe, expect, it } from 'vitest'
import { playwrightTotals, sum, totalsLine, vitestTotals } from './totals.mjs'

const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((test) => ({ status: test })) })
const vitest = (...testResults: object[]) => JSON.stringify({ testResults })

describe('vitestTotals', () => {
  it('counts tests over all files', () => {
    expect(vitestTotals(vitest(file('passed', 'passed', 'passed'), file('failed', 'failed', 'passed', 'skipped', 'todo')), 1)).toEqual({
      passed: 3,
      failed: 1,
      skipped: 2,
    })
  })

  it('counts a file that could not be loaded as a failure', () => {
    expect(vitestTotals(vitest(file('failed'), file('passed', 'passed')), 1)).toEqual({ passed: 1, failed: 1, skipped: 0 })
  })

  it('does not believe a good report of a run that ended badly, nor an empty one', () => {
    expect(vitestTotals(vitest(file('passed', 'passed')), 1).failed).toBe(1)
    expect(vitestTotals(undefined, 0).failed).toBe(1)
    expect(vitestTotals('{"testRes', 0).failed).toBe(1)
    expect(vitestTotals(vitest(), 0).failed).toBe(1)
  })
})

describe('playwrightTotals', () => {
  it('counts what Playwright counted', () => {
    const report = JSON.stringify({ stats: { expected: 5, flaky: 1, unexpected: 2, skipped: 3 }, errors: [] })
    expect(playwrightTotals(report, 1)).toEqual({ passed: 6, failed: 2, skipped: 3 })
  })

  it('counts errors outside of tests, and a run without a test', () => {
    expect(playwrightTotals(JSON.stringify({ stats: { expected: 2 }, errors: [{ message: 'no such file' }] }), 1).failed).toBe(1)
    expect(playwrightTotals(JSON.stringify({ stats: { expected: 0 }, errors: [] }), 0).failed).toBe(1)
  })
})

describe('totalsLine', () => {
  it('names skipped tests only when there are some', () => {
    expect(totalsLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
    expect(totalsLine(sum([{ passed: 3, failed: 1, skipped: 0 }, { passed: 1, failed: 0, skipped: 2 }]))).toBe('4 passed, 1 failed, 2 skipped')
  })
})
