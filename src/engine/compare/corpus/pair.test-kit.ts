/** A labelled pair of runs of one script: what they wrote, and the one thing that was planted. */
export interface LabelledPair {
  name: string
  exitCode: number | null
  left: string
  right: string
  /** The line that shows what was planted, and on which side it stands. */
  label: { side: 'left' | 'right'; text: string }
}

/** Numbers that look random and are the same each time. */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000
  }
}

/** Ordinary noise: other in each run. */
function noise(next: () => number): Record<string, () => string> {
  const hex = (length: number): string => Array.from({ length }, () => Math.floor(next() * 16).toString(16)).join('')
  const number = (from: number, to: number): number => Math.floor(from + next() * (to - from))
  const two = (to: number): string => String(number(0, to)).padStart(2, '0')
  return {
    t: () => `${two(24)}:${two(60)}:${two(60)}`,
    iso: () => `2026-11-${String(number(10, 25))}T${two(24)}:${two(60)}:${two(60)}.${number(100, 1000)}Z`,
    ms: () => `${number(2, 900)}ms`,
    s: () => `${number(1, 60)}.${number(1, 100)}s`,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    sha: () => `a1${hex(10)}`,
    long: () => `sha256:${hex(64)}`,
    ip: () => `10.${number(0, 256)}.${number(0, 256)}.${number(2, 250)}`,
    port: () => String(number(33000, 60000)),
    pct: () => `${number(1, 100)}%`,
    kB: () => `${number(12, 990)}.${number(0, 10)} kB`,
    speed: () => `${number(200, 9000)} kB/s`,
    tmp: () => `/tmp/tmp.${hex(6)}Xq7`,
    pid: () => String(number(300, 9000)),
  }
}

/**
 * Two runs of one script: lines that begin with `- ` stand on the left only, with `+ ` on the right only, all others on both.
 * `{ms}` and the like become noise. Lines that begin with `a| ` and `b| ` come from two tools at a time, in any order of the two.
 * `»` marks the label.
 */
export function pair(name: string, exitCode: number | null, template: string): LabelledPair {
  const lines = template.replace(/^\n/, '').trimEnd().split('\n')
  const seed = [...name].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) | 0, 7)
  const marked = lines.find((line) => line.includes('»'))!
  const side = marked.startsWith('- ') ? 'left' : 'right'
  const render = (skip: string, ours: string, next: () => number) => {
    const slots = noise(next)
    let label = ''
    const kept = lines.filter((line) => !line.startsWith(skip)).map((line) => {
      const text = (line.startsWith(ours) ? line.slice(2) : line).replace(/\{(\w+)\}/g, (_all, slot: string) => slots[slot]!())
      if (text.includes('»')) label = bare(text)
      return text.replace('»', '')
    })
    return { text: `${interleaved(kept, next).join('\n')}\n`, label }
  }
  const left = render('+ ', '- ', random(seed))
  const right = render('- ', '+ ', random(seed ^ 0x5bd1e995))
  return { name, exitCode, left: left.text, right: right.text, label: { side, text: side === 'left' ? left.label : right.label } }
}

function bare(text: string): string {
  return text.replace('»', '').replace(/^[ab]\| /, '').trim()
}

/** Merges what two tools wrote at the same time, each in its own order. */
function interleaved(lines: readonly string[], next: () => number): string[] {
  const out: string[] = []
  for (let at = 0; at < lines.length; ) {
    let end = at
    while (end < lines.length && /^[ab]\| /.test(lines[end]!)) end++
    if (end === at) {
      out.push(lines[at++]!)
      continue
    }
    const one = lines.slice(at, end).filter((line) => line.startsWith('a| '))
    const other = lines.slice(at, end).filter((line) => line.startsWith('b| '))
    while (one.length + other.length > 0) out.push((other.length === 0 || (one.length > 0 && next() < 0.5) ? one.shift()! : other.shift()!).slice(3))
    at = end
  }
  return out
}
