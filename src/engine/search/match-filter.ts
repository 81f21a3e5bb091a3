import type { SearchPattern } from '@shared/contract/search'
import type { Result } from '@shared/model'
import { HIDDEN, SHOWN, type LineFilter } from '../window'
import { makeMatcher, type Matcher } from './matcher'

const LF = 0x0a

/** The lines that match a pattern, with some around each. */
export class MatchFilter implements LineFilter {
  readonly separated: boolean
  readonly after: number

  private constructor(
    private readonly matcher: Matcher,
    private readonly context: number,
  ) {
    this.separated = context > 0
    this.after = context
  }

  /** The failure says why a pattern cannot be searched. @param context lines around a match, on both sides */
  static make(pattern: SearchPattern, context: number): Result<MatchFilter> {
    const matcher = makeMatcher(pattern)
    return matcher.ok ? { ok: true, value: new MatchFilter(matcher.value, context) } : matcher
  }

  runUp(before: Buffer): number | null {
    let at = before.length
    for (let left = this.context; left > 0; left--) {
      if (at === 0) return null
      at = at < 2 ? 0 : before.lastIndexOf(LF, at - 2) + 1
    }
    return at
  }

  judge(bytes: Buffer, starts: readonly number[]): Uint8Array {
    const flags = new Uint8Array(starts.length).fill(HIDDEN)
    let line = 0
    for (let at = 0; at < bytes.length; ) {
      const found = this.matcher.find(bytes, at, bytes.length)
      const openMatches = found.at < 0 && bytes[bytes.length - 1] !== LF && this.matcher.endsWell(found.state)
      if (found.at < 0 && !openMatches) break
      line = openMatches ? starts.length - 1 : lineAt(starts, found.at, line)
      flags.fill(SHOWN, Math.max(0, line - this.context), line + this.context + 1)
      at = starts[line + 1] ?? bytes.length
    }
    return flags
  }
}

/** Index of the line that holds a byte; at least `from`. */
function lineAt(starts: readonly number[], byte: number, from: number): number {
  let low = from
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= byte) low = middle
    else high = middle - 1
  }
  return low
}
