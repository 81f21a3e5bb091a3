import type { SearchPattern } from '../contract/search'
import type { Result } from '../model'
import { parsePattern, type Node } from './parse'
import { compile, type Program } from './program'

/** The pattern as a tree and as a program that runs forwards, or why it cannot be searched. */
export function readPattern(pattern: SearchPattern): Result<{ node: Node; program: Program }> {
  const parsed = parsePattern(pattern)
  if (!parsed.ok) return parsed
  const program = compile(parsed.value)
  if (program) return { ok: true, value: { node: parsed.value, program } }
  return {
    ok: false,
    failure: { code: 'PATTERN_REFUSED', sentence: 'This pattern is too large.', nextStep: 'Use smaller counts, or fewer of them inside each other.' },
  }
}
