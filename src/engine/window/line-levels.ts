import type { LineLevel } from '@shared/contract/rail'

/*
 * Lines that say of themselves that something went wrong. Only clear signs count: a word alone ("error.js", "0 errors",
 * "error_page") is none. Sources: `[erro]`, `[warn]` of coder's log (cdr.dev/slog, sloghuman); `E:`, `W:` of apt (apt.conf(5));
 * `npm ERR!`, `npm WARN`; `error:`, `warning:`, `fatal:` as compilers, git and GNU programs write (GNU coding standards §4.4).
 */
const COLOUR = '(?:\\x1b\\[[0-9;]*m)*'
const ERROR = [
  '\\[(?:erro|error|crit|critical|fatal|alert|emerg|panic)\\]',
  '\\b(?:[Ee]rror|ERROR|[Ff]atal|FATAL|[Pp]anic|PANIC)(?= ?[:!\\]])(?! ?[:!\\]] ?(?:0\\b|none\\b|null\\b|""))',
  '\\b(?:ERROR|FATAL|PANIC|CRITICAL)\\b(?![=_-])',
  '\\bERR!',
  `^${COLOUR}E: `,
  '^Traceback \\(most recent call last\\)',
  ': (?:command not found|Permission denied|No such file or directory)$',
]
const WARNING = ['\\[(?:warn|warning)\\]', '\\b(?:[Ww]arn|[Ww]arning|WARN|WARNING)(?= ?[:!\\]])', '\\bWARN(?:ING)?\\b(?![=_-])', `^${COLOUR}W: `]
const SIGNS = new RegExp(`(${ERROR.join('|')})|(?:${WARNING.join('|')})`, 'gm')

/**
 * Finds the lines in filtered text that tell of an error or a warning. `line` counts from 0; a line with both is an error.
 * The text is taken byte by byte, since the signs are ASCII and decoding would cost more than all the rest.
 */
export function* levelsIn(text: Uint8Array): Generator<{ line: number; level: LineLevel }> {
  const latin = Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString('latin1')
  let line = 0
  let counted = 0
  let pending = null as { line: number; level: LineLevel } | null
  SIGNS.lastIndex = 0
  for (let sign = SIGNS.exec(latin); sign; sign = SIGNS.exec(latin)) {
    for (let lf = latin.indexOf('\n', counted); lf >= 0 && lf < sign.index; lf = latin.indexOf('\n', counted)) {
      line++
      counted = lf + 1
    }
    const level: LineLevel = sign[1] === undefined ? 'warning' : 'error'
    if (pending?.line === line) pending.level = pending.level === 'error' ? 'error' : level
    else {
      if (pending) yield pending
      pending = { line, level }
    }
    // One error says all there is to say of a line.
    if (level === 'error') SIGNS.lastIndex = endOfLine(latin, SIGNS.lastIndex)
  }
  if (pending) yield pending
}

function endOfLine(text: string, from: number): number {
  const lf = text.indexOf('\n', from)
  return lf < 0 ? text.length : lf
}
