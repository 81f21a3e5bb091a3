/** What an error is about; some explain others that follow from them. */
export type CauseTopic =
  | 'package'
  | 'network'
  | 'disk'
  | 'memory'
  | 'permission'
  | 'command'
  | 'file'
  | 'shell'
  | 'git'
  | 'login'
  | 'lock'
  | 'build'
  | 'service'
  | 'config'
  | 'general'

/** One kind of line that explains a failure. */
export interface CauseRule {
  topic: CauseTopic
  /** Matched against the line without colours, prefixes of tools and blanks at its ends. */
  pattern: RegExp
  /**
   * 0 to 100, how well such a line explains a failure by itself: 85 and more names what is wrong, 60 says that
   * something is, below 30 only reports what an earlier line explained.
   */
  score: number
  /** One sentence for the person; `$1` and so on stand for the pattern's groups. */
  says: string
  /** Exit codes that a script ends with when this is why; a number in `$1` that equals the exit code counts as well. */
  exits?: readonly number[]
  /** The tool's own wording says "warning" or "try again" and means it all the same. */
  firm?: true
  /** The line only announces; what explains it is the next one with text. */
  opens?: true
}

/** Writes a rule's sentence for a match; long pieces are shortened, since the line itself is shown beside it. */
export function sentenceOf(rule: CauseRule, match: RegExpExecArray): string {
  return rule.says.replace(/\$(\d)/g, (_all, group: string) => {
    const piece = (match[Number(group)] ?? '').trim().replace(/[.:,]+$/, '')
    return piece.length > 80 ? `${piece.slice(0, 79)}…` : piece
  })
}
