/** SGR colours (ECMA-48 8.3.117; 256 colours as xterm has them) as classes, so that a page needs no style of its own in any element. */

interface Look {
  fg: number | null
  bg: number | null
  flags: Set<string>
}

const ON: Record<number, string> = { 1: 'b', 2: 'd', 3: 'i', 4: 'u', 7: 'r', 9: 's' }
const OFF: Record<number, string[]> = { 22: ['b', 'd'], 23: ['i'], 24: ['u'], 27: ['r'], 29: ['s'] }
// eslint-disable-next-line no-control-regex -- what the escape filter leaves in
const SGR = /\x1b\[([0-9;:]*)m/g

/** A line that passed the escape wall as HTML: all of its text escaped, colours as spans. Colours end with the line. */
export function lineHtml(line: string): string {
  const look: Look = { fg: null, bg: null, flags: new Set() }
  let out = ''
  let at = 0
  const put = (text: string): void => {
    if (text.length === 0) return
    const classes = classesOf(look)
    out += classes ? `<span class="${classes}">${escapeHtml(text)}</span>` : escapeHtml(text)
  }
  for (const match of line.matchAll(SGR)) {
    put(line.slice(at, match.index))
    at = match.index + match[0].length
    apply(look, match[1] ?? '')
  }
  // Nothing but SGR comes through the wall; a sequence that does all the same shows as what it is.
  put(line.slice(at))
  return out
}

export function escapeHtml(text: string): string {
  // eslint-disable-next-line no-control-regex -- nothing else of C0 passes the wall
  return text.replace(/[&<>"'\x1b]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[char] ?? '\u241b')
}

function classesOf({ fg, bg, flags }: Look): string {
  return [...(fg === null ? [] : [`f${fg}`]), ...(bg === null ? [] : [`g${bg}`]), ...flags].join(' ')
}

function apply(look: Look, text: string): void {
  const codes = text.split(/[;:]/).map((code) => Number(code || 0))
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at]!
    if (code === 0) Object.assign(look, { fg: null, bg: null, flags: new Set() })
    else if (ON[code]) look.flags.add(ON[code])
    else if (OFF[code]) OFF[code].forEach((flag) => look.flags.delete(flag))
    else if (code >= 30 && code <= 37) look.fg = code - 30
    else if (code >= 90 && code <= 97) look.fg = code - 82
    else if (code >= 40 && code <= 47) look.bg = code - 40
    else if (code >= 100 && code <= 107) look.bg = code - 92
    else if (code === 39) look.fg = null
    else if (code === 49) look.bg = null
    else if (code === 38 || code === 48) {
      const { colour, used } = extended(codes, at + 1)
      if (code === 38) look.fg = colour
      else look.bg = colour
      at += used
    }
  }
}

function extended(codes: readonly number[], at: number): { colour: number | null; used: number } {
  if (codes[at] === 5) return { colour: Math.min(255, Math.max(0, Math.trunc(codes[at + 1] ?? 0))), used: 2 }
  if (codes[at] !== 2) return { colour: null, used: 1 }
  const [r = 0, g = 0, b = 0] = codes.slice(at + 1, at + 4).map((one) => Math.round((Math.min(255, one) / 255) * 5))
  return { colour: 16 + 36 * r + 6 * g + b, used: 4 }
}

/** The rules of all 256 colours. */
export function colourRules(sixteen: readonly string[]): string {
  const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40)
  const colour = (index: number): string => {
    if (index < 16) return sixteen[index]!
    if (index >= 232) return hex([8, 8, 8].map((base) => base + (index - 232) * 10))
    const cube = index - 16
    return hex([Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(level))
  }
  return Array.from({ length: 256 }, (_, index) => `.f${index}{color:${colour(index)}}.g${index}{background:${colour(index)}}`).join('\n')
}

function hex(rgb: readonly number[]): string {
  return `#${rgb.map((one) => one.toString(16).padStart(2, '0')).join('')}`
}
