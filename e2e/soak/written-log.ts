import { appendFileSync, closeSync, copyFileSync, ftruncateSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { writeLine } from './line-format.cjs'
import type { LogFault } from './plan'
import type { Random } from './random'

/** One content generation of a log, as it was written. */
export interface WrittenEpoch {
  number: number
  /** Offset in it (bytes) of each line. */
  starts: number[]
  size: number
  bytes: Buffer[]
  /** From here on (bytes) it was destroyed while nobody can have read it; null where nothing was. */
  mayMissFrom: number | null
  /** It goes over the bytes of the epoch before, so that nobody can tell for sure where it has come to. */
  over: boolean
}

const words = ['fetching', 'layer', 'sha256', 'done', 'naïve', 'ready', '日本語', 'cache', 'hit', '→', 'ok', '🙂', 'package', 'step', 'unpacking', 'Zeile', 'waiting']

/** A log and its truth: every byte that was ever in it, epoch by epoch. */
export class WrittenLog {
  readonly epochs: WrittenEpoch[] = [newEpoch(0)]
  /** Where the next byte goes in a file that is written over; null while it is appended to. */
  private position: number | null = null
  private fd: number
  private half: Buffer | null = null
  private rotated = 0
  /** Nothing is written while it is held. */
  held = false

  constructor(
    readonly path: string,
    readonly index: number,
    private readonly random: Random,
  ) {
    this.fd = openSync(path, 'a', 0o600)
  }

  get epoch(): WrittenEpoch {
    return this.epochs.at(-1)!
  }

  /** The newest whole line. */
  get last(): { epoch: number; line: number } {
    const { number, starts } = this.epoch
    return { epoch: number, line: starts.length - 1 - (this.half ? 1 : 0) }
  }

  /** Offset (bytes) behind a line of an epoch. */
  endOf(epoch: WrittenEpoch, line: number): number {
    return epoch.starts[line + 1] ?? epoch.size
  }

  /** A few lines, sometimes in two pieces that break anywhere, also within a character. */
  tick(): void {
    if (this.held || this.random.next() < 0.4) return
    this.finishLine()
    this.append(this.random.whole(1, 4))
    if (this.random.next() < 0.15) this.beginLine()
  }

  append(lines: number): void {
    this.finishLine()
    for (let i = 0; i < lines; i++) this.put(this.newLine())
  }

  finishLine(): void {
    const { half } = this
    this.half = null
    if (half) this.write(half)
  }

  /** Ends the epoch and begins the next. `shown`: the last line that was seen, where what follows it is lost with the file. */
  change(how: LogFault, shown: number | null): void {
    this.finishLine()
    if (shown !== null) this.epoch.mayMissFrom = this.endOf(this.epoch, shown)
    const aside = `${this.path}.${++this.rotated}`
    switch (how) {
      case 'renamed':
        renameSync(this.path, aside)
        // Whoever has it open goes on for a moment.
        this.append(2)
        return this.begin(() => this.reopen())
      case 'replaced':
        return this.begin(() => {
          const fresh = `${this.path}.fresh`
          const { path } = this
          closeSync(this.fd)
          this.fd = openSync(fresh, 'a', 0o600)
          this.position = null
          this.append(2)
          renameSync(fresh, path)
        })
      case 'deleted':
        rmSync(this.path)
        this.append(1)
        return this.begin(() => this.reopen())
      case 'copied and emptied':
        copyFileSync(this.path, aside)
        return this.begin(() => this.emptied())
      case 'emptied':
        return this.begin(() => this.emptied())
      case 'overwritten':
        return this.begin(() => {
          closeSync(this.fd)
          this.fd = openSync(this.path, 'r+')
          this.position = 0
        }, true)
    }
  }

  /** Rotated copies are not kept: the machine's disk is not what is tested. */
  tidy(): void {
    for (let i = Math.max(1, this.rotated - 3); i < this.rotated; i++) rmSync(`${this.path}.${i}`, { force: true })
  }

  close(): void {
    closeSync(this.fd)
  }

  private begin(open: () => void, over = false): void {
    this.epochs.push({ ...newEpoch(this.epochs.length), over })
    open()
    this.append(1)
  }

  private reopen(): void {
    closeSync(this.fd)
    this.fd = openSync(this.path, 'a', 0o600)
    this.position = null
  }

  /** A writer that appends goes on at the new end; one that does not would leave a hole. */
  private emptied(): void {
    ftruncateSync(this.fd, 0)
    if (this.position !== null) this.position = 0
  }

  private beginLine(): void {
    const line = this.newLine()
    const cut = this.random.whole(1, line.length - 2)
    this.put(line, cut)
  }

  private newLine(): Buffer {
    const count = this.random.whole(1, 14)
    const text = Array.from({ length: count }, () => this.random.pick(words)).join(' ')
    return Buffer.from(`${writeLine(this.index, this.epoch.number, this.epoch.starts.length, text)}\n`)
  }

  private put(line: Buffer, cut = line.length): void {
    const { epoch } = this
    epoch.starts.push(epoch.size)
    epoch.size += line.length
    epoch.bytes.push(line)
    this.write(line.subarray(0, cut))
    if (cut < line.length) this.half = line.subarray(cut)
  }

  private write(bytes: Buffer): void {
    if (this.position === null) return appendFileSync(this.fd, bytes)
    writeSync(this.fd, bytes, 0, bytes.length, this.position)
    this.position += bytes.length
  }
}

function newEpoch(number: number): WrittenEpoch {
  return { number, starts: [], size: 0, bytes: [], mayMissFrom: null, over: false }
}
