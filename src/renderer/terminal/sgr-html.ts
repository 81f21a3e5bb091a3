import { SGR } from '@shared/text/sgr'
import type { ITheme } from '@xterm/xterm'

interface Style {
  fg: string | null
  bg: string | null
  bold: boolean
  dim: boolean
  italic: boolean
  underline: boolean
  inverse: boolean
  struck: boolean
}

const PLAIN: Style = { fg: null, bg: null, bold: false, dim: false, italic: false, underline: false, inverse: false, struck: false }
const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const
const BRIGHT = ['brightBlack', 'brightRed', 'brightGreen', 'brightYellow', 'brightBlue', 'brightMagenta', 'brightCyan', 'brightWhite'] as const
// eslint-disable-next-line no-control-regex -- SGR is what the escape filter leaves in.
const PIECES = /\x1b\[([0-9;:]*)m|[^\x1b]+|\x1b/g
const CUBE = [0, 95, 135, 175, 215, 255]

/** The text without its colours. */
export function withoutSgr(text: string): string {
  return text.replace(SGR, '')
}

/**
 * Filtered text as HTML: one `pre` with a `span` for each stretch of a colour, and nothing else. All of the text is escaped. Colours
 * end with their line, as in a pane.
 */
export function htmlOfSgr(text: string, theme: ITheme): string {
  const lines = text.split('\n').map((line) => htmlOfLine(line, theme))
  return `<pre style="font-family: monospace; color: ${hex(theme.foreground)}; background-color: ${hex(theme.background)}">${lines.join('\n')}</pre>`
}

function htmlOfLine(line: string, theme: ITheme): string {
  let style = PLAIN
  let out = ''
  for (const [piece, codes] of line.matchAll(PIECES)) {
    if (codes !== undefined) style = applied(style, codes, theme)
    else if (piece !== '\x1b') {
      const css = cssOf(style, theme)
      out += css === '' ? escaped(piece) : `<span style="${css}">${escaped(piece)}</span>`
    }
  }
  return out
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}

function cssOf(style: Style, theme: ITheme): string {
  const { bold, dim, italic, underline, inverse, struck } = style
  const fg = inverse ? (style.bg ?? hex(theme.background)) : style.fg
  const bg = inverse ? (style.fg ?? hex(theme.foreground)) : style.bg
  const rules = [fg && `color: ${fg}`, bg && `background-color: ${bg}`, bold && 'font-weight: bold', italic && 'font-style: italic', dim && 'opacity: 0.7']
  const lines = [underline && 'underline', struck && 'line-through'].filter(Boolean).join(' ')
  if (lines !== '') rules.push(`text-decoration: ${lines}`)
  return rules.filter(Boolean).join('; ')
}

/** ECMA-48 8.3.117, with the colours of xterm (ctlseqs, "Character Attributes"). */
function applied(before: Style, codes: string, theme: ITheme): Style {
  const style = { ...before }
  // `38:2::r:g:b` and `38;2;r;g;b` say the same; the empty one is a colour space.
  const numbers = codes.replace(/([34]8:2):(?=\d*:\d+:\d+:\d+)(\d*):/g, '$1:').split(/[;:]/).map((one) => Number(one === '' ? 0 : one))
  for (let i = 0; i < numbers.length; i++) {
    const code = numbers[i] ?? 0
    if (code === 0) Object.assign(style, PLAIN)
    else if (code === 1) style.bold = true
    else if (code === 2) style.dim = true
    else if (code === 3) style.italic = true
    else if (code === 4) style.underline = true
    else if (code === 7) style.inverse = true
    else if (code === 9) style.struck = true
    else if (code === 22) style.bold = style.dim = false
    else if (code === 23) style.italic = false
    else if (code === 24) style.underline = false
    else if (code === 27) style.inverse = false
    else if (code === 29) style.struck = false
    else if (code >= 30 && code <= 37) style.fg = hex(theme[NAMES[code - 30]!])
    else if (code >= 90 && code <= 97) style.fg = hex(theme[BRIGHT[code - 90]!])
    else if (code >= 40 && code <= 47) style.bg = hex(theme[NAMES[code - 40]!])
    else if (code >= 100 && code <= 107) style.bg = hex(theme[BRIGHT[code - 100]!])
    else if (code === 39) style.fg = null
    else if (code === 49) style.bg = null
    else if (code === 38 || code === 48) {
      const { colour, used } = wideColour(numbers.slice(i + 1), theme)
      if (code === 38) style.fg = colour
      else style.bg = colour
      i += used
    }
  }
  return style
}

function wideColour([kind, ...rest]: number[], theme: ITheme): { colour: string | null; used: number } {
  if (kind === 5) return { colour: palette(rest[0] ?? 0, theme), used: 2 }
  if (kind === 2) return { colour: rgb(rest[0] ?? 0, rest[1] ?? 0, rest[2] ?? 0), used: 4 }
  return { colour: null, used: 1 }
}

function palette(index: number, theme: ITheme): string | null {
  if (index < 8) return hex(theme[NAMES[index] ?? 'black'])
  if (index < 16) return hex(theme[BRIGHT[index - 8] ?? 'brightBlack'])
  if (index > 255) return null
  if (index >= 232) return rgb(8 + 10 * (index - 232), 8 + 10 * (index - 232), 8 + 10 * (index - 232))
  const cube = index - 16
  return rgb(CUBE[Math.floor(cube / 36)] ?? 0, CUBE[Math.floor(cube / 6) % 6] ?? 0, CUBE[cube % 6] ?? 0)
}

function rgb(...parts: number[]): string {
  return `#${parts.map((part) => Math.min(255, Math.max(0, part)).toString(16).padStart(2, '0')).join('')}`
}

/** Theme colours come from style sheets: nothing but a colour passes. */
function hex(colour: string | undefined): string {
  return colour !== undefined && /^#[0-9a-f]{3,8}$/i.test(colour) ? colour : '#808080'
}
