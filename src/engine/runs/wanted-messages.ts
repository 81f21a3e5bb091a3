/**
 * Which entries tell of runs. Nine in ten entries of an agent log are chatter of the network, so they are told
 * apart by their message before anything of them is decoded. Messages count as a whole: `starting agent routine` is no
 * `starting agent`.
 */
const MESSAGES = [
  'agent is starting now',
  'agent received instruction to reinitialize',
  'agent reinitializing',
  'agent received signal',
  'agent main loop exited',
  'agent shutting down',
  'starting agent',
  'set lifecycle state',
  'initializing agent scripts',
  'running agent script',
  'running startup script',
  'running shutdown script',
  'running script',
  ...['startup script', 'shutdown script'].flatMap((script) => [`${script} completed`, `${script} failed`, `${script} timed out`, `${script}(s) failed`]),
  'script timed out',
  'shutting down agent',
  'run exited with error',
  'fetched manifest',
  'fetched metadata',
]
/** The one message that ends in a number. */
const LEFT_OPEN = 'script exited successfully, but output pipes were not closed after '
/** Ends of messages that begin with the path of a script. */
const OF_PATHS = ['completed', 'failed']

const byFirst = new Map<number, string[]>()
for (const text of MESSAGES) byFirst.set(text.charCodeAt(0), [...(byFirst.get(text.charCodeAt(0)) ?? []), text])

const TAB = 0x09
const CR = 0x0d
const BLANK = 0x20
const QUOTE = 0x22
const SLASH = 0x2f
const COLON = 0x3a

/** Whether the message that begins at `at` may matter. Bytes as latin1; `end` is where its line ends. */
export function isWanted(text: string, at: number, end: number): boolean {
  const first = text.charCodeAt(at)
  const messages = byFirst.get(first)
  if (messages) for (const one of messages) if (text.startsWith(one, at) && endsAt(text, at + one.length, end)) return true
  if (text.startsWith(LEFT_OPEN, at)) return true
  // `<absolute path> script completed` or `failed`; on Windows the path begins with a drive.
  if (first !== SLASH && text.charCodeAt(at + 1) !== COLON) return false
  for (let word = text.indexOf(' script ', at); word > 0 && word < end; word = text.indexOf(' script ', word + 1)) {
    const outcome = word + ' script '.length
    for (const one of OF_PATHS) if (text.startsWith(one, outcome) && endsAt(text, outcome + one.length, end)) return true
  }
  return false
}

/** Whether a message ends there: with its line, or with what each shape puts between it and its fields. */
function endsAt(text: string, at: number, end: number): boolean {
  if (at >= end) return at === end
  const next = text.charCodeAt(at)
  if (next === TAB || next === CR || next === QUOTE) return true
  if (next !== BLANK) return false
  return at + 1 === end || text.charCodeAt(at + 1) === BLANK || text.startsWith('...', at + 1)
}
