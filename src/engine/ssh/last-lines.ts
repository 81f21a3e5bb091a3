import { StringDecoder } from 'node:string_decoder'
import { oneLine } from './failures'

const MAX_LINES = 12
const MAX_LINE_CHARS = 2000
/** Progress is shown at most this often (ms). */
const PACE_MS = 100
/** Colours and cursor movements (ECMA-48 CSI); the control characters themselves are dropped with all others. */
const CSI = /\p{Cc}\[[0-9;?]*[ -/]*[@-~]/gu

/**
 * The last lines that a program wrote on stderr, fit to be shown: no control characters,
 * bounded in number and length. `onLine` hears the newest one, at a bounded pace.
 */
export class LastLines {
  readonly #decoder = new StringDecoder('utf8')
  readonly #lines: string[] = []
  #rest = ''
  #timer: NodeJS.Timeout | null = null

  constructor(private readonly onLine: (line: string) => void) {}

  take(chunk: Buffer): void {
    const parts = (this.#rest + this.#decoder.write(chunk)).split(/[\r\n]+/)
    this.#rest = (parts.pop() ?? '').slice(-MAX_LINE_CHARS)
    let fresh = false
    for (const part of parts.slice(-MAX_LINES)) fresh = this.#keep(part) || fresh
    if (!fresh || this.#timer) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.onLine(this.last())
    }, PACE_MS)
    this.#timer.unref()
  }

  /** The lines held, oldest first, an unfinished last one included. */
  all(): string[] {
    const rest = clean(this.#rest)
    return rest === '' ? [...this.#lines] : [...this.#lines, rest]
  }

  last(): string {
    return oneLine(this.all().at(-1) ?? '')
  }

  /** Nothing is told any more. */
  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #keep(part: string): boolean {
    const line = clean(part)
    if (line === '') return false
    this.#lines.push(line)
    if (this.#lines.length > MAX_LINES) this.#lines.shift()
    return true
  }
}

function clean(text: string): string {
  return text.slice(0, MAX_LINE_CHARS).replace(CSI, '').replace(/[\p{C}\p{Z}]+/gu, ' ').trim()
}
