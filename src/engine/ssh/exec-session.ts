import type { Duplex } from 'node:stream'
import { SftpError } from './types'

/** How the script's machine answers, from its greeting. */
export interface Greeting {
  encoding: 'base64' | 'hex'
  /** Descriptors can be read by their number, as handles. */
  descriptors: boolean
}

export interface Answer {
  status: 'ok' | 'missing' | 'forbidden' | 'failed'
  body: Buffer
}

interface Pending {
  id: number
  resolve(answer: Answer): void
  reject(error: SftpError): void
}

/** More than this before the greeting is not the script (bytes). */
const MAX_NOISE_BYTES = 256 * 1024
/** No answer is longer than this (bytes): a folder of 10,000 names has some 1 MiB. */
const MAX_BODY_BYTES = 16 * 1024 * 1024
const FULL_STOP = 0x2e
const NEWLINE = 0x0a

/** Requests to the script of `exec-script.ts` over one channel. It answers in order. */
export class ExecSession {
  readonly #pending: Pending[] = []
  #nextId = 0
  #lost: SftpError | null = null
  #onEnd: (() => void) | null = null
  #greeting: { resolve(greeting: Greeting): void; reject(error: SftpError): void } | null = null
  #noise = ''
  #body: Buffer[] = []
  #bodyBytes = 0
  #trailer: string | null = null

  constructor(
    private readonly channel: Duplex,
    private readonly nonce: string,
  ) {
    channel.on('data', (chunk: Buffer) => this.#take(chunk))
    channel.on('error', () => this.end())
    channel.on('end', () => this.end())
    channel.on('close', () => this.end())
  }

  /** Resolves when the script runs. `SftpError` when the channel ends before; see `noise`. */
  greeted(): Promise<Greeting> {
    return new Promise((resolve, reject) => {
      if (this.#lost) reject(this.#lost)
      else this.#greeting = { resolve, reject }
    })
  }

  /** What came in place of the greeting: it may say why there is none. */
  get noise(): string {
    return this.#noise
  }

  get isOver(): boolean {
    return this.#lost !== null
  }

  onEnd(listener: () => void): void {
    this.#onEnd = listener
  }

  /** Rejects what is pending, now and later, and closes the channel, which ends the script. */
  end(reason = new SftpError('lost', 'The connection was lost.')): void {
    if (this.#lost) return
    this.#lost = reason
    for (const request of this.#pending.splice(0)) request.reject(reason)
    this.#greeting?.reject(reason)
    // Its stdin must end even where the channel's end is not told to the script.
    this.channel.end()
    this.channel.destroy()
    this.#onEnd?.()
  }

  ask(op: string, ...operands: (string | number)[]): Promise<Answer> {
    if (this.#lost) return Promise.reject(this.#lost)
    return new Promise((resolve, reject) => {
      const id = ++this.#nextId
      this.#pending.push({ id, resolve, reject })
      this.channel.write(`${id} ${op} ${operands.join(' ')}\n`)
    })
  }

  #take(chunk: Buffer): void {
    let at = 0
    if (this.#greeting) {
      at = this.#greet(chunk)
      if (at < 0) return
    }
    while (at < chunk.length && !this.#lost) at = this.#trailer === null ? this.#takeBody(chunk, at) : this.#takeTrailer(chunk, at)
  }

  /** Where the answers begin in this chunk; -1 while the greeting has not come. */
  #greet(chunk: Buffer): number {
    const before = this.#noise.length
    this.#noise += chunk.toString('latin1')
    const start = this.#noise.indexOf(`${this.nonce} `)
    const end = start < 0 ? -1 : this.#noise.indexOf('\n', start)
    if (end < 0) {
      if (this.#noise.length > MAX_NOISE_BYTES) this.end()
      return -1
    }
    const [, encoding, , descriptors] = this.#noise.slice(start, end).trim().split(' ')
    this.#greeting?.resolve({ encoding: encoding === 'base64' ? 'base64' : 'hex', descriptors: descriptors === 'yes' })
    this.#greeting = null
    return end + 1 - before
  }

  #takeBody(chunk: Buffer, at: number): number {
    const stop = chunk.indexOf(FULL_STOP, at)
    const end = stop < 0 ? chunk.length : stop
    if (end > at) {
      this.#body.push(chunk.subarray(at, end))
      this.#bodyBytes += end - at
      if (this.#bodyBytes > MAX_BODY_BYTES) this.#broken('an answer without an end')
    }
    if (stop >= 0) this.#trailer = ''
    return end
  }

  #takeTrailer(chunk: Buffer, at: number): number {
    const newline = chunk.indexOf(NEWLINE, at)
    const end = newline < 0 ? chunk.length : newline
    this.#trailer += chunk.toString('latin1', at, end)
    if ((this.#trailer ?? '').length > 100) this.#broken('an end that is none')
    if (newline < 0) return end
    this.#finish(this.#trailer ?? '')
    return newline + 1
  }

  #finish(trailer: string): void {
    const [, id, status] = /^\. (\d+) (ok|missing|forbidden|failed)$/.exec(trailer.trimEnd()) ?? []
    const request = this.#pending.shift()
    if (!request || Number(id) !== request.id) return this.#broken('an answer to nothing that was asked')
    const body = this.#body.length === 1 ? this.#body[0] : Buffer.concat(this.#body)
    this.#body = []
    this.#bodyBytes = 0
    this.#trailer = null
    request.resolve({ status: status as Answer['status'], body: body ?? Buffer.alloc(0) })
  }

  #broken(what: string): void {
    this.end(new SftpError('lost', `The shell's answers cannot be read: ${what}.`))
  }
}
