import { describe, expect, it } from 'vitest'
import { FAULTS, planOf, type Step } from './plan'

function first(count: number, seed: number): Step[] {
  const plan = planOf(seed)
  return Array.from({ length: count }, () => plan.next().value)
}

describe('planOf', () => {
  it('is the same for the same seed, and another one for another', () => {
    expect(first(60, 7)).toEqual(first(60, 7))
    expect(first(60, 8)).not.toEqual(first(60, 7))
  })

  it('has every fault in each round', () => {
    const steps = first(FAULTS.length * 2, 3).map((one) => one.fault)
    for (const round of [steps.slice(0, FAULTS.length), steps.slice(FAULTS.length)]) expect(new Set(round)).toEqual(new Set(FAULTS))
  })

  it('stays the same but for what is left out', () => {
    const plan = planOf(5, ['disk full'])
    const some = Array.from({ length: 40 }, () => plan.next().value)
    expect(some).toEqual(first(50, 5).filter((one) => one.fault !== 'disk full').slice(0, 40))
  })

  it('starts a script over in startup logs only', () => {
    const overwrites = first(2000, 1).filter((one) => one.fault === 'overwritten' || one.meanwhile === 'overwritten')
    expect(overwrites.length).toBeGreaterThan(50)
    expect(overwrites.filter((one) => one.log % 2 === 1)).toEqual([])
  })
})
