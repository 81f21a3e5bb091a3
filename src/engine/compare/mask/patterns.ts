import type { MaskId } from '@shared/mask-rules'

/*
 * The forms that each rule masks. They run over hostile text, so every quantifier is bounded: from each place of a line a
 * pattern looks at a bounded number of characters, and the whole is linear in the line's length.
 */

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}'
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}'
const CLOCK = '\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?(?: ?[AaPp][Mm](?![A-Za-z]))?'
const ZONE = '(?: ?(?:Z|UTC|GMT|[A-Z]{3,4}(?= \\d{4})|[+-]\\d{2}:?\\d{2}))?(?![A-Za-z])'
const HEX = '[0-9a-fA-F]'

/** For each rule its alternatives, in the order in which they are tried at one place. */
const forms: Record<MaskId, readonly string[]> = {
  time: [
    // ISO 8601 and RFC 3339, also with a slash or a blank.
    `\\d{4}([-/])\\d{2}\\1\\d{2}(?:[T ]${CLOCK}${ZONE})?(?!\\d)`,
    // ctime(3), HTTP, syslog, common log format: a month by its name beside a number.
    `(?:${DAY},? )?(?:\\d{1,2}[ /-]${MONTH}|${MONTH}[ /-]{1,2}\\d{1,2})(?!\\w)(?:[ /,-]{1,2}\\d{4}(?!\\d))?(?:[ :]${CLOCK}${ZONE})?(?: \\d{4}(?!\\d))?`,
    `${DAY},? ${CLOCK}${ZONE}`,
    `${CLOCK}(?!:?\\d|\\w)`,
    // Seconds, and the like, since the epoch.
    '1[5-9]\\d{8}(?:\\d{3}|\\d{6}|\\.\\d{1,9})?(?![\\w.])',
    // The kernel's own time in brackets.
    '(?<=^\\[ {0,6})\\d{1,7}\\.\\d{6}(?=\\])',
  ],
  duration: [
    '(?:\\d{1,9}(?:\\.\\d{1,9})?(?:ns|µs|us|ms|s|m|h|d)){1,4}(?![\\w%])',
    '\\d{1,9}(?:\\.\\d{1,9})? (?:ns|µs|us|ms|msecs?|milliseconds?|s|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?)(?!\\w)',
    // What BuildKit puts before each line of a step.
    '(?<=^#\\d{1,4} )\\d{1,6}\\.\\d{1,3}(?= )',
  ],
  id: [
    `${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}(?![\\w-])`,
    // ULID.
    '[01][0-9A-HJKMNP-TV-Z]{25}(?!\\w)',
    '(?<=\\b(?:pid|PID|process|uid|gid|tid|thread|job|session|request|request_id|id|ID)[ =:#]{1,2})\\d{1,12}(?!\\w)',
    '(?<=\\w\\[)\\d{1,9}(?=\\])',
  ],
  hash: [
    '(?:sha(?:1|256|384|512)|SHA256|md5)[:-][A-Za-z0-9+/_-]{16,128}={0,2}',
    `(?=${HEX}{0,40}\\d)(?=\\d{0,40}[a-fA-F])${HEX}{7,128}(?!\\w)`,
  ],
  address: [
    '\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}(?::\\d{1,5})?(?:/\\d{1,2})?(?![\\w.]\\w)',
    `(?:${HEX}{2}[:-]){5}${HEX}{2}(?!\\w)`,
    `(?=[:\\da-fA-F]{0,38}\\d)(?:${HEX}{0,4}:){2,7}${HEX}{1,4}(?!\\w)`,
    `0x${HEX}{4,16}(?!\\w)`,
    '(?<=\\bport[ =:]{1,2})\\d{4,5}(?!\\w)',
    // Ports that the system picks; one that somebody chose says something.
    '(?<=\\w:)(?:3[2-9]\\d{3}|[45]\\d{4}|6[0-5]\\d{3})(?!\\w)',
  ],
  progress: [
    '\\d{1,3}(?:\\.\\d{1,2})? ?%',
    '\\d{1,7} ?/ ?\\d{1,7}(?![\\w/.])',
    '\\[[=#>. -]{5,200}\\]',
    '[━█▏▎▍▌▋▊▉╸╺░▒▓]{4,200}',
    '[\u2801-\u28ff]{1,8}',
  ],
  'temp-path': [
    '(?<=/(?:tmp|var/tmp)/)(?=[^/\\s]{0,80}[\\dA-Z])[^/\\s\'",;:)\\]]{1,100}',
    '(?<=/var/folders/)[^/\\s]{2}/[^/\\s]{20,40}(?:/T/[^/\\s\'",;:)]{1,100})?',
    'tmp[._-][A-Za-z0-9_]{6,12}(?!\\w)',
    'tmp(?=[a-z0-9_]{0,8}[\\d_])[a-z0-9_]{8}(?!\\w)',
  ],
  size: [
    '\\d{1,15}(?:,\\d{3}){0,5}(?:\\.\\d{1,6})? ?(?:[kKMGTP]i?[Bb]|[Bb]ytes?|B)(?:/s(?:ec)?|ps)?(?!\\w)',
    '\\d{1,15}(?:\\.\\d{1,6})?[kKMG](?:/s)?(?!\\w)',
  ],
  version: ['v?\\d{1,9}(?:\\.\\d{1,9}){1,4}(?:[-+~:][\\w.+~-]{1,60})?(?!\\w)'],
  number: ['\\d{1,15}(?:[.,]\\d{1,15}){0,4}'],
}

/** A piece that has none of these is not touched by any rule; most lines of some logs are such. */
export const MASKABLE = /[\d━█▏▎▍▌▋▊▉╸╺░▒▓\u2801-\u28ff]|\/tmp\/|\/var\/folders\/|tmp[._-]|\[[=#>. -]{5}|sha\d|SHA256/

/** At one place of a line these are tried in this order: the longer and the more certain ones first. */
const ORDER: readonly MaskId[] = ['id', 'time', 'address', 'hash', 'temp-path', 'size', 'duration', 'progress', 'version', 'number']

/** What a form that begins a word begins with. */
const START = '(?=[\\dA-FJMNOSTWa-fmstv:\\[━█▏▎▍▌▋▊▉╸╺░▒▓\u2801-\u28ff])'

/**
 * One pattern for all rules that hold; null where none does. Most places of a line are neither the beginning of a word nor a
 * digit behind a word that says what it is, and are passed over by one look.
 */
export function compilePatterns(on: ReadonlySet<MaskId>): { pattern: RegExp; ruleOf(groups: Record<string, string | undefined>): MaskId } | null {
  const rules = ORDER.filter((id) => on.has(id))
  if (rules.length === 0) return null
  const behind = (form: string): boolean => form.startsWith('(?<=')
  const inPath = (form: string): boolean => form.startsWith('(?<=/')
  const block = (number: number, belongs: (form: string) => boolean): string => {
    const groups = rules.flatMap((id) => {
      const own = forms[id].filter(belongs)
      return own.length === 0 ? [] : [`(?<${id.replace('-', '_')}_${number}>${own.join('|')})`]
    })
    return groups.length === 0 ? '(?!)' : `(?:${groups.join('|')})`
  }
  const blocks = [
    `(?<=/)${block(0, inPath)}`,
    `(?<![\\w.])${START}${block(1, (form) => !behind(form))}`,
    `(?=\\d)${block(2, (form) => behind(form) && !inPath(form))}`,
  ]
  const pattern = new RegExp(blocks.join('|').replace('([-/])', '(?<dash>[-/])').replace('\\1', '\\k<dash>'), 'g')
  const names = rules.flatMap((id) => [0, 1, 2].map((number) => [`${id.replace('-', '_')}_${number}`, id] as const))
  return { pattern, ruleOf: (groups) => names.find(([name]) => groups[name] !== undefined)![1] }
}
