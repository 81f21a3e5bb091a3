import { writeSync } from 'node:fs'
import { expect, it } from 'vitest'
import { MASK_RULES } from '@shared/mask-rules'
import { compareTexts } from '../compare-texts'
import { atOnce } from '../slices'
import type { LabelledPair } from './pair.test-kit'
import { tunedPairs } from './pairs.test-kit'
import { unseenPairs } from './unseen-pairs.test-kit'

const masks = { on: MASK_RULES.filter((rule) => rule.onByDefault).map(({ id }) => id), own: [] }

function input(text: string) {
  const bytes = Buffer.from(text)
  return { parts: [{ offset: 0, bytes }], start: 0, end: bytes.length, took: [] }
}

function top(one: LabelledPair): string {
  const { summary } = atOnce(compareTexts(input(one.left), input(one.right), masks, one.exitCode))
  const [first] = summary.divergences
  return `${first?.kind ?? 'none'}: ${(first?.[one.label.side] ?? null)?.text ?? '-'}`
}

/** Runs the pairs, says what is wrong, and gives the share that is right. */
function share(name: string, pairs: readonly LabelledPair[]): number {
  const wrong = pairs.filter((one) => !top(one).endsWith(`: ${one.label.text}`))
  for (const one of wrong) writeSync(2, `  ${one.name}: "${top(one)}" instead of "${one.label.text}"\n`)
  writeSync(2, `  right divergence on top, ${name}: ${pairs.length - wrong.length}/${pairs.length}\n`)
  return (pairs.length - wrong.length) / pairs.length
}

it('names the planted difference first in nearly all pairs', () => {
  expect(tunedPairs.length + unseenPairs.length).toBe(20)
  expect(share('tuned with', tunedPairs)).toBeGreaterThanOrEqual(0.85)
  expect(share('not seen before', unseenPairs)).toBeGreaterThanOrEqual(0.85)
})
