import { SGR } from '@shared/text/sgr'
import { parseEntry, utcMs, type Entry, type EntryShape } from './entry'
import { messageAt, shapeAt } from './entry-head'
import { isWanted } from './wanted-messages'

/** A line longer than this is cut (bytes). */
const LINE_BYTES = 64 * 1024
/** Lines after an entry's first one that are kept, in bytes. */
const MORE_BYTES = 16 * 1024
const ESC = 0x1b

interface OpenEntry {
  offset: number
  shape: EntryShape
  head: string
  more: string[]
  moreBytes: number
  previousMs: number | null
}

/**
 * Cuts the bytes of an agent log into entries and reads those that tell of runs. An entry begins only where a
 * line begins with a time and a level; continuation lines and empty ones belong to the entry before, and lines
 * before the first entry are dropped, since a view may start inside one. Memory is bounded whatever comes.
 */
export class EntryReader {
  private carry: Buffer = Buffer.alloc(0)
  private offset = 0
  /** Inside a line whose beginning was used up already. */
  private cutting = false
  private open: OpenEntry | null = null
  private last: { head: string; shape: EntryShape } | null = null

  constructor(private readonly onEntry: (entry: Entry) => void) {}

  /** The next bytes are those at `offset` of the log; what was held back of others is dropped. */
  seek(offset: number): void {
    this.flush()
    this.carry = Buffer.alloc(0)
    this.offset = offset
    this.cutting = false
    this.last = null
  }

  /** Takes the bytes that follow those of the last call. */
  feed(bytes: Buffer): void {
    const all = this.carry.length > 0 ? Buffer.concat([this.carry, bytes]) : bytes
    const text = all.toString('latin1')
    let at = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
      if (this.cutting) this.cutting = false
      else this.line(all, text, at, end)
      at = end + 1
    }
    this.offset += at
    this.carry = Buffer.from(all.subarray(at))
    if (this.carry.length > LINE_BYTES) {
      if (!this.cutting) this.line(all, text, at, text.length)
      this.offset += this.carry.length
      this.carry = Buffer.alloc(0)
      this.cutting = true
    }
  }

  /** Gives the last entry out; more lines of it may still follow in the file. */
  flush(): void {
    this.giveOut(this.offset)
  }

  private giveOut(end: number): void {
    const entry = this.open
    this.open = null
    if (!entry) return
    const body = parseEntry(entry.shape, entry.head, entry.more)
    if (body) this.onEntry({ offset: entry.offset, end, previousMs: entry.previousMs, ...body })
  }

  /** Takes a last line without a newline too: the file ends with it. */
  end(): void {
    if (this.carry.length > 0 && !this.cutting) this.line(this.carry, this.carry.toString('latin1'), 0, this.carry.length)
    this.offset += this.carry.length
    this.carry = Buffer.alloc(0)
    this.flush()
  }

  /** Time of the newest entry read, ms since the epoch; null before the first. */
  get lastMs(): number | null {
    if (!this.last) return null
    const ms = this.last.shape === 'json' ? Date.parse(/"ts":"([^"]+)"/.exec(this.last.head)?.[1] ?? '') : utcMs(this.last.head)
    return Number.isNaN(ms) ? null : ms
  }

  private line(bytes: Buffer, text: string, from: number, end: number): void {
    // Coloured lines are rare enough to be copied.
    if (text.charCodeAt(from) === ESC) {
      const plain = bytes.toString('latin1', from, Math.min(end, from + LINE_BYTES)).replace(SGR, '')
      this.plainLine(Buffer.from(plain, 'latin1'), plain, 0, plain.length, this.offset + from)
    } else this.plainLine(bytes, text, from, end, this.offset + from)
  }

  private plainLine(bytes: Buffer, text: string, from: number, end: number, offset: number): void {
    const shape = shapeAt(text, from, end)
    if (shape === null) return this.more(bytes, from, end)
    this.giveOut(offset)
    const message = messageAt(text, shape, from, end)
    if (message >= 0 && isWanted(text, message, end)) {
      this.open = { offset, shape, head: lineText(bytes, from, end), more: [], moreBytes: 0, previousMs: this.lastMs }
    }
    this.last = { head: text.slice(from, from + 64), shape }
  }

  private more(bytes: Buffer, from: number, end: number): void {
    const { open } = this
    if (!open || open.moreBytes > MORE_BYTES) return
    open.more.push(lineText(bytes, from, end))
    open.moreBytes += end - from + 1
  }
}

function lineText(bytes: Buffer, from: number, end: number): string {
  const text = bytes.toString('utf8', from, Math.min(end, from + LINE_BYTES)).replace(/\r$/, '')
  return text.includes('\x1b') ? text.replace(SGR, '') : text
}
