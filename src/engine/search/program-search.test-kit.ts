import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { SearchPattern } from '@shared/contract/search'
import type { FoundLine } from './line-scanner'
import { readyMatcher, type Matcher } from './matcher'
import { patterns, texts } from './patterns.test-kit'
import type { RemoteAnswer } from './remote-search'

/** Searches a file by the program under test. */
export type ProgramSearch = (
  path: string,
  pattern: SearchPattern,
  more?: { keep?: number; skip?: number; count?: boolean },
) => Promise<{ answer: RemoteAnswer | null; hits: FoundLine[] }>

/** This text, to the letter. */
export const plain = (text: string): SearchPattern => ({ text, caseSensitive: true, wholeWord: false, regex: false })

/** Holds that a program gives lines with their numbers and offsets, the total, and how far it read. */
export async function givesLinesAndTotal(path: string, way: RemoteAnswer['way'], search: ProgramSearch): Promise<void> {
  writeFileSync(path, Array.from({ length: 5000 }, (_, i) => `line ${i + 1}${i % 10 === 0 ? ' error: é' : ''}\n`).join(''))
  const { answer, hits } = await search(path, plain('error: é'), { keep: 20 })
  expect(answer).toEqual({ way, rest: 480, readTo: readFileSync(path).length })
  expect(hits.map((hit) => hit.line)).toEqual(Array.from({ length: 20 }, (_, i) => i * 10 + 1))
  for (const hit of hits) expect(readFileSync(path).subarray(hit.offset).toString()).toMatch(new RegExp(`^line ${hit.line} error`))
  const next = await search(path, plain('error: é'), { keep: 5, skip: 20, count: false })
  expect(next.hits.map((hit) => hit.line)).toEqual([201, 211, 221, 231, 241])
  expect(await search(path, plain('nothing like it'))).toMatchObject({ answer: { rest: 0 }, hits: [] })
}

/** Holds that a program finds the lines that the engine's own matcher finds, whatever the pattern and the bytes. */
export async function findsWhatTheEngineFinds(path: string, way: RemoteAnswer['way'], search: ProgramSearch, numRuns: number): Promise<void> {
  const options = fc.record({ text: patterns, caseSensitive: fc.boolean(), wholeWord: fc.boolean(), regex: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(options, texts, async (pattern, text) => {
      let matcher: Matcher
      try {
        matcher = readyMatcher(pattern)
      } catch {
        return
      }
      writeFileSync(path, text)
      const { answer, hits } = await search(path, pattern)
      expect(answer?.way).toBe(way)
      expect(hits.map((hit) => hit.offset)).toEqual(matchingLines(matcher, text))
    }),
    { numRuns },
  )
}

/** Offsets of the lines that match, one after the other. */
function matchingLines(matcher: Matcher, text: Buffer): number[] {
  const offsets: number[] = []
  let at = 0
  for (const line of text.toString('latin1').split('\n')) {
    const raw = Buffer.from(line, 'latin1')
    const found = matcher.find(raw, 0, raw.length)
    if (found.at >= 0 || (raw.length > 0 && matcher.endsWell(found.state))) offsets.push(at)
    at += line.length + 1
  }
  return offsets
}
