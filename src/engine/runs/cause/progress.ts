import type { LogLine } from './log-lines'

/** Commands of a trace (`set -x`) that only report or tidy up after something failed. */
const TIDYING =
  /^\++ (?:exit|echo|printf|return|local|set|true|false|:|trap|cleanup|on_exit|on_err\w*|err\w*|fail|die|log\w*|error|rm|kill|wait|popd|cd|date|tput|unset|\w+=\S*$|\[|\[\[|test|case|break|shift|cat|tail)(?:\s|$)/
const TRACE = /^\++ \S|^\+[\w./-]*(?:zsh|bash|sh):\d+> \S/
const HEADING =
  /^(?:={2,}>|-{2,}>|={3,} ?\S|#{2,} ?\S|-{3,} ?\S|\*{3,} ?\S|>{2,} ?\S|→ |▶|➜|🔧|📦|🚀|::group::|\s*section_start:|\[\d+\/\d+\] |Step \d+(?:\/\d+)?\b|Stage \d+\b|#\d+ \[)/u
/** What scripts say of their own next step. */
const STEP = /^(?:now |next: )?(?:installing|configuring|starting|setting up|cloning|building|downloading|fetching|running|linking|creating|writing|seeding|restoring|syncing|preparing|applying|enabling)\b.{2,60}$/i
const SUCCESS = /^(?:✓|✔|✅|\[?(?:ok|done|success)\]?[:!. ]|successfully )/iu

/** Whether the script went on to something else with this line, so that what came before did not stop it. */
export function isProgress(body: string, trace: boolean): boolean {
  if (trace && TRACE.test(body)) return !TIDYING.test(body)
  if (/\b(?:fail|error|abort|exit)/i.test(body)) return false
  return HEADING.test(body) || STEP.test(body) || SUCCESS.test(body)
}

/**
 * Whether the shell writes its commands into the log, and which line stands for its end: what it printed just before
 * it gave up by itself (`+ echo …`, `+ exit 1`), else the last command that did something.
 */
export function traced(lines: readonly LogLine[]): { on: boolean; last: number | null } {
  let count = 0
  let last: number | null = null
  let printed: number | null = null
  let saying = false
  lines.forEach(({ body }, index) => {
    if (!TRACE.test(body)) {
      if (saying && body !== '') printed = index
      saying = false
      return
    }
    count++
    saying = /^\++ (?:echo|printf|log\w*|die|fail|err\w*|cat) /.test(body)
    const tidies = TIDYING.test(body)
    if (!tidies) printed = null
    if (printed !== null && /^\++ (?:exit|return) [1-9]/.test(body)) last = printed
    // The very last command is what failed, unless it only ends the script.
    else if (!tidies || /^\++ (?:\[|\[\[|test|false|cd|cat|case) /.test(`${body} `)) last = index
  })
  return { on: count >= 2, last: count >= 2 ? last : null }
}
