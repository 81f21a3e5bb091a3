/** What a start script writes, and when: the building blocks of the recipes in this folder. */
export interface Chunk {
  /** Pause before it, ms. */
  afterMs: number
  /** A function where the text carries the time of day (ms since the epoch). */
  text: string | ((nowMs: number) => string)
}

/** One agent's start: the script as the template has it, its output, and how it ends. */
export interface Recipe {
  script: string
  output: Chunk[]
  /** null: the script never ends. */
  exitCode: number | null
}

/** Whole lines, each `everyMs` after the one before. */
export function lines(everyMs: number, ...texts: string[]): Chunk[] {
  return texts.map((text) => ({ afterMs: everyMs, text: `${text}\n` }))
}

/** Text without a line break of its own. */
export function raw(afterMs: number, text: string): Chunk {
  return { afterMs, text }
}

/** States of one line that overwrite each other by carriage return; the last one stays. */
export function redrawn(everyMs: number, states: string[]): Chunk[] {
  return [...states.map((state) => raw(everyMs, `\r${state}`)), raw(0, '\n')]
}

/** The same output as a terminal driver would pass it on: every line break with a carriage return. */
export function throughTty(chunks: Chunk[]): Chunk[] {
  return chunks.map(({ afterMs, text }) => ({
    afterMs,
    text: typeof text === 'string' ? withCr(text) : (nowMs: number) => withCr(text(nowMs)),
  }))
}

function withCr(text: string): string {
  return text.replaceAll('\n', '\r\n')
}

const sgr =
  (on: string, off: string) =>
  (text: string): string =>
    `\u001b[${on}m${text}\u001b[${off}m`

/** Colours by their SGR numbers, as command-line tools write them when colour is forced. */
export const paint = {
  bold: sgr('1', '22'),
  dim: sgr('2', '22'),
  red: sgr('31', '39'),
  green: sgr('32', '39'),
  yellow: sgr('33', '39'),
  blue: sgr('34', '39'),
  magenta: sgr('35', '39'),
  cyan: sgr('36', '39'),
  grey: sgr('90', '39'),
  orange: sgr('38;5;208', '39'),
  violet: sgr('38;2;160;120;255', '39'),
  onCyan: sgr('30;46', '39;49'),
}
