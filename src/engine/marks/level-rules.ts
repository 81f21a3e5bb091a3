import type { LineLevel } from '@shared/contract/rail'
import { SGR } from '@shared/text/sgr'

/*
 * What a line of a startup log says of itself. Precision comes first: a line is marked only where a program says in it that
 * something went wrong, not where a word of that kind merely stands in it ("error.js", "0 errors", "no fatal error found").
 * Sources: apt.conf(5) (`E:`, `W:`); npm's `error` and `warn`; the GNU coding standards §4.4 for compilers and tools
 * (`file:line: error:`, `tool: message`); errno texts of glibc; what bash, dash, curl, wget, docker, systemd, python and node print.
 */

/** Nothing without one of these is looked at by the rules: most lines of a log are not. In `gm`, over many lines at once. */
export const CANDIDATES = new RegExp(
  [
    'error', 'err!', 'warn', 'fatal', 'fail', 'panic', 'denied', 'no such file', 'not found', 'cannot', "can't", 'could not', 'unable', 'traceback',
    '^(?:\\x1b\\[[0-9;]*m)*[EW]: ', 'no space left', 'not permitted', 'refused', 'not resolve', 'critical', 'exception', 'undefined reference',
    'segmentation', 'killed', 'aborted', 'no rule to make', 'unbound variable', 'not in gzip', 'read-only file', 'unrecognized', 'missing', 'invalid',
    'not a valid', 'file exists', 'not empty', 'timed out', 'too many', 'unknown', 'unexpected', 'no route', 'closed by', 'connection closed', 'does not exist',
    'has not been booted', 'must ', 'bad option', 'alert', 'emerg', '✗', '✘', '❌', '⚠', 'deprecat', '\\[erro\\]', '\\[crit\\]', 'illegal', 'not supported', 'curl: \\(', 'child returned', "couldn't", 'ERR:', 'level=', 'response\\.\\.\\. [45]\\d\\d', '^not ok ', 'authenti', 'no such',
  ].map((word) => Buffer.from(word).toString('latin1')).join('|'),
  'gim',
)

/** A line is judged by its beginning (bytes). */
const JUDGED = 600

/** An errno text and its like, as tools put them at the end of what they say (errno(3), glibc). */
const ERRNO =
  '(?:Permission denied|Operation not permitted|No such file or directory|No space left on device|Read-only file system|File exists|Directory not empty|' +
  'Not a directory|Is a directory|Connection (?:refused|reset by peer|timed out|closed)|Name or service not known|Temporary failure in name resolution|' +
  'No route to host|Network is unreachable|Host is (?:down|unreachable)|Address already in use|Too many (?:open files|levels of symbolic links)|Cannot allocate memory|' +
  'Device or resource busy|Invalid argument|Exec format error|Text file busy|Input/output error|Disk quota exceeded|Broken pipe|Argument list too long|File too large|' +
  'Invalid cross-device link|No such (?:device|process|user|host)(?: or address)?|command not found|not found)'
/** A program's or a file's name before a colon, as shells and tools write it. */
const TOOL = '(?:[\\w.+/~@[\\]-]+(?: \\(\\w+\\))?(?:\\[\\d+\\])?: (?:line \\d+: |\\d+: )?)'

const ERRORS: readonly RegExp[] = [
  /^E: /,
  /^npm (?:ERR!|error)/,
  /^(?:yarn )?error (?:Command failed|An unexpected|Couldn't|Package|Your lockfile|Failed)/,
  // The tool says so itself: `fatal: `, `error[E0308]: `, `Error: `, `gcc: fatal error: `, `a.c:2:10: error: `, `ERROR: `, `*** ERROR: `.
  new RegExp(`^(?:[*!#=>-]+ )?(?:.{0,200}?(?:^|[ :>])|[\\w./+-]+ )?(?:(?:fatal|internal|syntax|runtime|parse|link(?:er)?|usage) )?(?:[Ee]rror|ERROR|[Ff]atal|FATAL|CRITICAL)(?:\\[\\w+\\])?(?: \\[[\\w.-]{1,30}\\]| \\(?[A-Z]{1,4}\\d{2,5}\\)?)?: ?(?=\\S)`),
  // A level between a time, brackets or a logger's name and what is said.
  /(?:^|[\s[(|])(?:ERROR|FATAL|CRITICAL|PANIC|SEVERE|ALERT|EMERG)(?:[\])|]|\s+[\w[(-]|:)/,
  /^(?:\S+ ){0,3}\[(?:erro|error|err|crit|critical|fatal|alert|emerg|panic)\]/i,
  /\b(?:level|lvl|severity)=(?:error|err|fatal|critical|panic)\b/i,
  /"(?:level|severity|lvl)": ?"(?:error|fatal|critical|panic)"/i,
  // klog (kubectl and friends): E1124 21:18:27.926521
  /^[EF]\d{4} \d\d:\d\d:\d\d\.\d+ /,
  // Exceptions and crashes.
  /^\s*Traceback \(most recent call last\)/,
  /^(?:[A-Za-z_][\w.]*\.)?[A-Z]\w*(?:Error|Exception|Exit|Interrupt)(?: \[\w+\])?(?:: |$)/,
  /^(?:Uncaught |Unhandled |Caused by: |Exception in thread )/,
  /^panic: |^thread '.*' (?:\(\d+\) )?panicked at/,
  new RegExp(`^${TOOL}\\s*\\d* (?:Killed|Segmentation fault|Aborted|Bus error|Illegal instruction|Terminated)\\b`),
  /^(?:Killed|Segmentation fault|Aborted)(?: \(core dumped\))?$/,
  // Builds.
  /^(?:g?make|ninja|gmake)(?:\[\d+\])?: \*\*\* /,
  /^(?:\S*\/)?(?:ld|collect2)(?:\.\w+)?: (?!warning)(?!.*in function).*(?:cannot find|undefined|error|failed)/,
  /\bundefined reference to\b/,
  /^CMake Error\b/,
  /^ninja: (?:error|build stopped)/,
  // Downloads and the network.
  /^curl: \(\d+\) /,
  /^wget: unable/,
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ERROR \d{3}: /,
  /^(?:Connecting to|Resolving) .*\.\.\. failed: /,
  /^(?:ssh|scp|sftp|rsync|kex_exchange_identification|ssh_dispatch_run_fatal|ssh-keygen|ssh-add): (?!warning)/i,
  /^Host key verification failed\.|^(?:\S+@)?\S+: Permission denied \(/,
  /^(?:err|get|ign):\d+ .*\berr\b/i,
  /^Err:\d+ /,
  // Services.
  /^Cannot connect to the Docker daemon|^docker: (?!warning)|^Error response from daemon/i,
  /^(?:\* )?(?:Failed to|Could not|Couldn't|Cannot|Can't|Unable to) /,
  /^\* connect to .* failed: |awaiting response\.\.\. [45]\d\d\b|\bconnection to the server .* was refused\b/,
  /^System has not been booted with systemd/,
  /^Job for \S+ failed/,
  /^Errors were encountered while processing/,
  // Shells and core tools.
  new RegExp(`^${TOOL}+.*${ERRNO}\\.?$`),
  new RegExp(`^${TOOL}+(?:cannot|can't|could not|couldn't|failed to|unable to|error|missing|invalid|unrecognized|unknown|illegal|unbound|bad|no such|not a|syntax error|must|extra operand|option requires)\\b`),
  new RegExp(`^${TOOL}.{0,120}: (?:unbound variable|not a valid identifier|cannot (?:execute|modify|open|create|access|stat|read)\\b.*|unexpected end of file|write error\\b.*|syntax error\\b.*|parameter null or not set|bad substitution|ambiguous redirect|No such .*|unrecognized service|Cannot .*|not in gzip format)`),
  /^(?:gzip|tar|unzip|bzip2|xz|zstd): .*(?:not in gzip format|Child returned status|not recoverable|cannot find or open|unexpected end|not found in archive|Exiting with failure)/,
  /^\S+: unrecognized service$|^unknown (?:shorthand )?flag: |^unknown (?:command|option)\b/,
  // Tests.
  /^(?:FAIL|FAILED|ERROR)(?:: | \(| {2,}|$)(?!.*\b0\b$)/,
  /^(?:✗|✘|❌|×) \S/u,
  /^not ok \d+/,
]

const WARNINGS: readonly RegExp[] = [
  /^W: /,
  /^npm (?:WARN|warn)\b/,
  new RegExp('^(?:[*!#=>-]+ )?(?:.{0,200}?(?:^|[ :>])|[\\w./+-]+ )?(?:[Ww]arning|WARNING|[Ww]arn|WARN)(?:\\[\\w+\\])?(?: \\[[\\w.-]{1,30}\\]| \\(?[A-Z]{1,4}\\d{2,5}\\)?)?: ?(?=\\S)'),
  /(?:^|[\s[(|])(?:WARN|WARNING)(?:[\])|]|\s+[\w[(-]|:)/,
  /^(?:\S+ ){0,3}\[(?:warn|warning)\]/i,
  /\b(?:level|lvl|severity)=warn(?:ing)?\b/i,
  /"(?:level|severity|lvl)": ?"warn(?:ing)?"/i,
  /^W\d{4} \d\d:\d\d:\d\d\.\d+ /,
  /\b\w*Warning: /,
  /^CMake Warning\b/,
  /^g?make(?:\[\d+\])?: .*\(ignored\)$/,
  /^⚠/u,
]

/** What only looks like it. */
const NEITHER: readonly RegExp[] = [
  // A trace of `set -x`, and commands that are echoed.
  /^\++ /,
  // A count of none, and a value of none.
  /\b(?:0|no|zero) (?:fatal )?(?:errors?|failures?|failed|warnings?|problems|vulnerabilities)\b/i,
  /\b(?:errors?|fail(?:ed|ures?)|fatal|warnings?)["']?[=:] ?(?:0(?![.\w])(?! [\w(])|(?:none|null|no|nil|false|ok|""|\[\])[\s.,;)}\]]*(?:$|[,;]))/i,
  // Progress, lists of files, hints that follow.
  /^(?:Selecting|Preparing|Unpacking|Setting up|Processing triggers|Get:\d|Hit:\d|Ign:\d|Downloading|Collecting|Installing|Compiling|Checking|Requirement already)\b/,
  /^\s*(?:create|delete|rename|copy) mode? /,
  /^\s+at .+[):]\d*\)?$/,
  /^\s*(?:File "[^"]*", line \d+|\d+ \| |\|)/,
  /^(?:hint|note|help|info|debug|notice|advice|usage|tip): /i,
  /^(?:[^\s:]+:\d+:(?:\d+:)? )?note: /,
  /^\[?(?:info|debug|trace|notice)\b/i,
  /\b(?:level|lvl|severity)=(?:info|debug|trace)\b/i,
]

/** What one line (one character for each byte, colours and all) says of itself; null when nothing. */
export function startupLevel(raw: string): LineLevel | null {
  const line = raw.slice(0, JUDGED).replace(SGR, '').trimEnd()
  if (NEITHER.some((one) => one.test(line))) return null
  const warns = WARNINGS.some((one) => one.test(line))
  if (warns && !/^(?:E: |npm (?:ERR!|error))/.test(line)) {
    // "WARNING: error: x" is a warning: what stands first is what the tool means.
    const warning = line.search(/warn/i)
    const error = line.search(/\b(?:error|fatal)\b/i)
    if (error < 0 || warning <= error) return 'warning'
  }
  if (ERRORS.some((one) => one.test(line))) return 'error'
  return warns ? 'warning' : null
}
