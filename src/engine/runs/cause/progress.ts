import type { LogLine } from './log-lines'

/** Commands of a trace (`set -x`) that only report or tidy up after something failed. */
const TIDYING =
  /^\++ (?:exit|echo|printf|return|local|set|true|false|:|trap|cleanup|on_exit|on_err\w*|err\w*|fail|die|log\w*|error|rm|kill|wait|popd|cd|date|tput|unset|\w+=\S*$|\[|\[\[|test|case|break|shift|cat|tail)(?:\s|$)/
const TRACE = /^\++ \S|^\+[\w./-]*(?:zsh|bash|sh):\d+> \S/
const HEADING =
  /^(?:={2,}>|-{2,}>|={3,} ?\S|#{2,} ?\S|-{3,} ?\S|\*{3,} ?\S|>{2,} ?\S|→ |▶|➜|🔧|📦|🚀|::group::|\s*section_start:|\[\d+\/\d+\] |Step \d+(?:\/\d+)?\b|Stage \d+\b|#\d+ \[)/u
const SUCCESS = /^(?:✓|✔|✅|\[?(?:ok|done|success)\]?[:!. ]|successfully )/iu

/** Whether the script went on to something else with this line, so that what came before did not stop it. */
export function isProgress(body: string, trace: boolean): boolean {
  if (trace && TRACE.test(body)) return !TIDYING.test(body)
  if (/\b(?:fail|error|abort|exit)/i.test(body)) return false
  return HEADING.test(body) || SUCCESS.test(body)
}

/** Whether the shell writes its commands into the log, and where the last one stands that did something. */
export function traced(lines: readonly LogLine[]): { on: boolean; last: number | null } {
  let count = 0
  let last: number | null = null
  lines.forEach(({ body }, index) => {
    if (!TRACE.test(body)) return
    count++
    // The very last command is what failed, unless it only ends the script.
    if (!TIDYING.test(body) || /^\++ (?:\[|\[\[|test|false|cd|cat|case) /.test(`${body} `)) last = index
  })
  return { on: count >= 2, last: count >= 2 ? last : null }
}
