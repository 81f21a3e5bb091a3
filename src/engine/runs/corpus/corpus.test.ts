import { writeSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { judgeSaved, type SavedFile } from '../saved-logs'
import { agentLogOf, type LabelledStart } from './start.test-kit'
import { networkFailures } from './failures-network.test-kit'
import { mixedFailures } from './failures-mixed.test-kit'
import { otherStarts } from './others.test-kit'
import { measuredFailures } from './failures-measured.test-kit'
import { packageFailures } from './failures-packages.test-kit'
import { secondFailures } from './failures-second.test-kit'
import { successes } from './successes.test-kit'
import { systemFailures } from './failures-system.test-kit'

const sets = { first: [...systemFailures, ...packageFailures, ...networkFailures], mixed: mixedFailures, second: secondFailures, measured: measuredFailures, others: [...successes, ...otherStarts] }
const starts = Object.values(sets).flat()

function file(path: string, text: string): SavedFile {
  const bytes = Buffer.from(text)
  return { path, sizeBytes: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) }
}

/** What is said of the start: its run is the oldest one of its log. */
function judge(one: LabelledStart) {
  const logs = one.scripts.map((s) => file(`/saved/${s.path.slice(s.path.lastIndexOf('/') + 1)}`, s.output))
  const { agentLogs } = judgeSaved([file('/saved/coder-agent.log', agentLogOf(one)), ...logs], () => null)
  return agentLogs[0]!.runs.at(-1)!
}

const judged = starts.map((one) => ({ one, run: judge(one) }))
const told = (run: (typeof judged)[number]['run']): string | null => (run.cause === null ? null : run.cause.from === 'agent' ? 'agent' : run.cause.text)

describe('the corpus of labelled starts', () => {
  it('is large, and has all version ranges', () => {
    expect(starts.length).toBeGreaterThanOrEqual(60)
    expect(new Set(starts.map((one) => one.era)).size).toBe(10)
    expect(new Set(starts.map((one) => one.name)).size).toBe(starts.length)
  })

  it.each(judged)('$one.era: $one.name', ({ one, run }) => {
    expect({ outcome: run.outcome, exitCode: run.exitCode }).toEqual({ outcome: one.outcome, exitCode: one.exitCode })
  })

  it('finds the cause at the right line, in nearly all of them', () => {
    const failures = judged.filter(({ one }) => one.cause !== null)
    const wrong = failures.filter(({ one, run }) => told(run) !== one.cause?.trim().slice(0, 300))
    for (const { one, run } of wrong) writeSync(2, `  ${one.name}: "${told(run)}" instead of "${one.cause}"\n`)
    const kinds = ['failed', 'ready', 'timed-out'] as const
    for (const kind of kinds) {
      const said = judged.filter(({ run }) => run.outcome === kind)
      const right = said.filter(({ one }) => one.outcome === kind).length
      const all = starts.filter((one) => one.outcome === kind).length
      writeSync(2, `  ${kind}: precision ${right}/${said.length}, recall ${right}/${all}\n`)
    }
    for (const [name, set] of Object.entries(sets)) {
      const of = failures.filter(({ one }) => set.includes(one))
      writeSync(2, `  cause at the right line, set "${name}": ${of.filter((each) => !wrong.includes(each)).length}/${of.length}\n`)
    }
    writeSync(2, `  cause at the right line: ${failures.length - wrong.length}/${failures.length}\n`)
    expect((failures.length - wrong.length) / failures.length).toBeGreaterThanOrEqual(0.95)
    // Nothing that came up, or still runs, is given a cause.
    expect(judged.filter(({ one, run }) => one.cause === null && run.cause !== null).map(({ one }) => one.name)).toEqual([])
  })
})
