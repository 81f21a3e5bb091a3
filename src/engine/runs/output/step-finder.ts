/** Where a part of a script begins, as the script itself says. */
export interface Step {
  name: string
  /** Offset of its first line at the source (bytes). */
  offset: number
  /** ms since the epoch: told by the line itself, or when it was written; null where nobody saw that. */
  startedMs: number | null
  /** A heading says more than a command of a trace (`set -x`). */
  kind: 'heading' | 'command'
}

const LF = 0x0a
const NOTHING: Buffer = Buffer.alloc(0)
/** A step's line is read up to here (bytes); headings are short. */
const LINE_BYTES = 512
const NAME_CHARS = 80
const MOST_STEPS = 300

/** GitLab: `section_start:1712345678:name\r\e[0KTitle`. */
const SECTION = /^\s*section_start:(\d{9,11}):([\w.-]+)(?:\[[^\]]*\])?(.*)$/s
// eslint-disable-next-line no-control-regex -- escape sequences are what is taken out.
const ESCAPES = /\x1b\[[0-9;:?]*[A-Za-z]|\r/g
const STAMP = /^\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d))\]? +/
const HEADINGS: readonly RegExp[] = [
  /^::group::(.+)$/,
  /^##\[group\](.+)$/,
  /^={2,}>? ?([^=\s>].*?)(?: ?={2,})?$/,
  /^#{2,} ?([^#\s].*?)(?: ?#{2,})?$/,
  /^-{2,}> ?([^-\s>].*)$/,
  /^-{3,} ?([^-\s].*?) ?-{3,}$/,
  /^\*{3,} ?([^*\s].*?)(?: ?\*{3,})?$/,
  /^(?:→|▶|➜|🔧|📦|🚀) ?(\S.*)$/u,
  /^(\[\d{1,3}\/\d{1,3}\] \S.*)$/,
  /^((?:Step|Stage|Phase) \d+(?:\/\d+)?\b.*)$/,
  /^#\d+ (\[[^\]]*\d+\/\d+\] \S.*)$/,
]
const COMMAND = /^\+ (\S.*)$/
/** Nothing that takes time, or that one would look for. */
const TRIVIAL = /^(?:set|export|local|readonly|declare|unset|echo|printf|true|false|:|\[|\[\[|test|trap|return|exit|shift|case|\w+=\S*$)(?:\s|$)/

/** Finds the steps of a script in its output, piece by piece. Bounded: at most 300 steps, and 512 bytes held back. */
export class StepFinder {
  readonly steps: Step[] = []
  private line: Buffer = NOTHING
  private lineOffset = -1
  private atMs: number | null = null

  /** The bytes at `offset`, which follow those of the last call unless `lost`; `atMs`: when they were written, null for not known. */
  take(bytes: Buffer, offset: number, atMs: number | null, lost = false): void {
    if (lost) {
      this.line = NOTHING
      this.lineOffset = -1
    }
    for (let at = 0; at < bytes.length; ) {
      const lf = bytes.indexOf(LF, at)
      const end = lf < 0 ? bytes.length : lf
      if (this.lineOffset < 0) {
        this.lineOffset = offset + at
        this.atMs = atMs
      }
      const piece = bytes.subarray(at, Math.min(end, at + LINE_BYTES))
      if (lf < 0) {
        // A copy, since only a little of what came may have to be held for long.
        if (this.line.length < LINE_BYTES) this.line = Buffer.concat([this.line, piece])
        return
      }
      this.ended(this.line.length === 0 ? piece : this.line.length < LINE_BYTES ? Buffer.concat([this.line, piece]) : this.line)
      at = end + 1
    }
  }

  private ended(line: Buffer): void {
    const text = line.toString('utf8')
    const offset = this.lineOffset
    this.line = NOTHING
    this.lineOffset = -1
    if (this.steps.length >= MOST_STEPS) return
    const found = stepIn(text, this.atMs)
    if (found) this.steps.push({ ...found, offset })
  }
}

/** What every heading and command begins with: most lines are none, and are told apart by this alone. */
const MAY_BEGIN = /^(?:[:#=\-*+[→▶➜]|🔧|📦|🚀|Step |Stage |Phase )/u

function stepIn(raw: string, atMs: number | null): Omit<Step, 'offset'> | null {
  const section = raw.includes('section_start:') ? SECTION.exec(raw) : null
  if (section) {
    const title = section[3]!.replace(ESCAPES, '').trim()
    return { kind: 'heading', name: nameOf(title || section[2]!), startedMs: Number(section[1]) * 1000 }
  }
  let text = raw
  if (text.includes('\r')) text = raw.slice(raw.replace(/\r+$/, '').lastIndexOf('\r') + 1)
  if (text.includes('\x1b') || text.includes('\r')) text = text.replace(ESCAPES, '')
  text = text.trim()
  const stamp = STAMP.exec(text)
  if (stamp) text = text.slice(stamp[0].length)
  if (!MAY_BEGIN.test(text)) return null
  const told = stamp ? Date.parse(stamp[1]!.replace(' ', 'T').replace(',', '.')) : NaN
  const startedMs = Number.isNaN(told) ? atMs : told
  for (const one of HEADINGS) {
    const name = one.exec(text)?.[1]
    if (name !== undefined && /[\p{L}]/u.test(name)) return { kind: 'heading', name: nameOf(name), startedMs }
  }
  const command = COMMAND.exec(text)?.[1]
  return command !== undefined && !TRIVIAL.test(command) ? { kind: 'command', name: nameOf(command), startedMs } : null
}

function nameOf(text: string): string {
  // eslint-disable-next-line no-control-regex -- controls are what is taken out.
  const clean = text.replace(/[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim()
  return clean.length > NAME_CHARS ? `${clean.slice(0, NAME_CHARS - 1)}…` : clean
}
