import { readdirSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { LineLevel } from '@shared/contract/rail'
import { levelsIn } from '..'

/*
 * Outputs of real programs, as they wrote them; names of hosts, users and folders are made up, and progress bars show their last state.
 * Each line begins with what a person says that it is: `E` states an error, `W` a warning, a blank neither. What explains an error
 * further (excerpts of code, stack frames, hints) is neither. The rules were written with `known` at hand, whose labels began as what they
 * marked and were gone through by hand; `unseen` was labelled
 * before the rules were run on it and had no part in them (its first measure stands in docs/line-marks.md).
 */

interface Output {
  name: string
  text: Buffer
  labels: (LineLevel | null)[]
}

const LABELS: Readonly<Record<string, LineLevel>> = { E: 'error', W: 'warning' }

function outputsOf(set: 'known' | 'unseen'): Output[] {
  const folder = join(import.meta.dirname, set)
  return readdirSync(folder).map((name) => {
    const lines = readFileSync(join(folder, name), 'utf8').replace(/\n$/, '').split('\n')
    return { name, text: Buffer.from(lines.map((line) => line.slice(2)).join('\n')), labels: lines.map((line) => LABELS[line[0] ?? ''] ?? null) }
  })
}

/** `right`: marked as labelled; `wrong`: marked and labelled otherwise; `missed`: labelled and not marked. */
function measure(outputs: readonly Output[]): { right: number; wrong: string[]; missed: string[] } {
  const total = { right: 0, wrong: [] as string[], missed: [] as string[] }
  for (const { name, text, labels } of outputs) {
    const lines = text.toString('utf8').split('\n')
    const marked = new Map([...levelsIn(text)].map(({ line, level }) => [line, level]))
    labels.forEach((label, line) => {
      const level = marked.get(line) ?? null
      if (level !== null && level === label) total.right++
      else if (level !== null) total.wrong.push(`${name}:${line + 1} ${level}: ${lines[line]}`)
      else if (label !== null) total.missed.push(`${name}:${line + 1} ${label}: ${lines[line]}`)
    })
  }
  return total
}

describe.each(['known', 'unseen'] as const)('lines of errors and warnings, outputs %s', (set) => {
  const outputs = outputsOf(set)
  const { right, wrong, missed } = measure(outputs)

  it('are marked with a precision of 90% and better', () => {
    const precision = right / (right + wrong.length)
    const recall = right / (right + missed.length)
    const figures = `precision ${(100 * precision).toFixed(1)}% (${wrong.length} wrong), recall ${(100 * recall).toFixed(1)}% (${missed.length} missed)`
    writeSync(2, `  ${set}: ${outputs.length} outputs, ${right + missed.length} labelled lines, ${figures}\n`)
    for (const line of [...wrong.map((one) => `wrong ${one}`), ...missed.map((one) => `missed ${one}`)]) writeSync(2, `    ${line.slice(0, 150)}\n`)
    expect(outputs.length).toBeGreaterThanOrEqual(16)
    expect(precision).toBeGreaterThanOrEqual(0.9)
    expect(recall).toBeGreaterThanOrEqual(0.75)
  })

  it('are none in outputs of success', () => {
    const fine = outputs.filter(({ labels }) => labels.every((label) => label === null))
    expect(measure(fine)).toEqual({ right: 0, wrong: [], missed: [] })
  })
})
