import { compareTexts, atOnce } from '../../src/engine/compare'
import { defaultSettings } from '../../src/shared/settings'
import { atMost, type Figure } from '../figure'
import { median } from '../statistics'

const LINES = 100_000

/** How long two logs of 100,000 lines take to be compared: two runs with ordinary noise, and two that share nothing. */
export const compareLines: Figure = {
  id: 'compare',
  measure(runs, say) {
    const cases = [
      { id: 'compare-100k', what: 'two runs of 100,000 lines compared: masked, aligned, judged', left: log(3, false), right: log(11, true) },
      { id: 'compare-nothing-shared', what: 'the same for two logs that share no line', left: others('left'), right: others('right error') },
    ]
    return Promise.resolve(
      cases.map(({ id, what, left, right }) => {
        const values = Array.from({ length: Math.max(5, runs) }, () => {
          const from = performance.now()
          atOnce(compareTexts(input(left), input(right), defaultSettings.compareMasks, 1))
          return performance.now() - from
        })
        say(`${id}: ${values.map((value) => value.toFixed(0)).join(', ')} ms`)
        return atMost(2000, { id, what, unit: 'ms', value: median(values), values })
      }),
    )
  },
}

function input(bytes: Buffer) {
  return { parts: [{ offset: 0, bytes }], start: 0, end: bytes.length, took: [] }
}

/** A start that installs much, with other times, durations and ids in each run; in one of them every thousandth line fails. */
function log(seed: number, fails: boolean): Buffer {
  const two = (value: number): string => String(value % 60).padStart(2, '0')
  const lines = Array.from({ length: LINES }, (_, i) => {
    if (fails && i % 1000 === 500) return `E: Unable to locate package lib${i.toString(36)}`
    return `2026-11-24T09:${two(i)}:${two(i * seed)}Z Unpacking lib${i.toString(36)} from 10.0.${i % 256}.${seed} in ${(i * seed) % 900}ms`
  })
  return Buffer.from(lines.join('\n'))
}

function others(word: string): Buffer {
  return Buffer.from(Array.from({ length: LINES }, (_, i) => `${word} of thing ${i.toString(36)} not found`).join('\n'))
}
