import type { Answer, ExecSession, Greeting } from './exec-session'
import { ReadQueue, type Piece } from './read-queue'
import { SftpError, type FileStat, type Priority, type RemoteFiles, type RemoteHandle } from './types'

/** The script reads whole blocks of this size (bytes). */
const BLOCK = 4096
/** One request of a read (bytes): a process each, and some 90 KiB of overhead as base64. */
const PIECE_BYTES = 256 * 1024
/** The script works on one request at a time; the second is on its way meanwhile. */
const DEPTH = 2
const MAX_NAMES = 10_000
/** What a POSIX shell can keep open besides its own three. */
const DESCRIPTORS = [3, 4, 5, 6, 7, 8, 9]

interface Look {
  operand: string
  resolve(stat: FileStat): void
  reject(error: SftpError): void
}

/**
 * Files through a shell script, where SFTP is refused. Up to seven files are open at a
 * time and behave like handles. Beyond that, and where the machine has no /proc, a handle
 * is only a name: `fstat` is `stat`, and a file that was replaced is noticed by its size
 * and content, not kept.
 */
export class ExecFiles implements RemoteFiles {
  readonly maxReadBytes = PIECE_BYTES
  readonly #queue = new ReadQueue(DEPTH)
  readonly #free: number[]
  #looks: Look[] = []
  /** Operands that failed last: alone, they do not spoil the look at the others. */
  readonly #failing = new Set<string>()

  constructor(
    private readonly session: ExecSession,
    private readonly greeting: Greeting,
  ) {
    this.#free = greeting.descriptors ? [...DESCRIPTORS] : []
  }

  async open(path: string): Promise<RemoteHandle> {
    const descriptor = this.#free.shift() ?? 0
    const answer = await this.session.ask('o', descriptor, operandOf(path))
    if (answer.status !== 'ok') {
      if (descriptor > 0) this.#free.unshift(descriptor)
      throw errorOf(answer)
    }
    return seal(descriptor > 0 ? `@${descriptor}` : operandOf(path))
  }

  close(handle: RemoteHandle): void {
    const operand = unseal(handle)
    if (!operand.startsWith('@')) return
    const descriptor = Number(operand.slice(1))
    this.session.ask('c', descriptor).then(
      () => void this.#free.push(descriptor),
      () => {
        // The shell has gone, and its descriptors with it.
      },
    )
  }

  fstat(handle: RemoteHandle, _priority?: Priority): Promise<FileStat> {
    return this.#look(unseal(handle))
  }

  stat(path: string, _priority?: Priority): Promise<FileStat> {
    return this.#look(operandOf(path))
  }

  async list(path: string): Promise<{ name: string; stat: FileStat }[]> {
    const text = (await this.#bytes('l', operandOf(path))).toString('utf8')
    const names: { name: string; stat: FileStat }[] = []
    for (const line of text.split('\n')) {
      const [, look, name] = /^(\d+ \d+ \S+) (.+)$/.exec(line) ?? []
      const stat = look === undefined ? null : parseLook(look)
      if (stat && name !== undefined && name !== '.' && name !== '..' && names.length < MAX_NAMES) names.push({ name, stat })
    }
    return names
  }

  async readHead(path: string, maxBytes: number): Promise<Buffer> {
    // Reads of /proc may be short, so more blocks are asked for than would fit.
    const bytes = await this.#bytes('r', operandOf(path), 0, Math.ceil(maxBytes / BLOCK) + 16)
    return bytes.subarray(0, maxBytes)
  }

  async realpath(path: string): Promise<string> {
    const found = (await this.#bytes('p', operandOf(path))).toString('utf8').replace(/\n$/, '')
    if (found === '') throw new SftpError('missing', 'No such file.')
    return found
  }

  read(handle: RemoteHandle, offset: number, length: number, priority: Priority, signal?: AbortSignal): Promise<Buffer> {
    if (length <= 0) return Promise.resolve(Buffer.alloc(0))
    if (signal?.aborted) return Promise.reject(givenUp())
    return new Promise((resolve, reject) => {
      const parts: Buffer[] = []
      const pieces: Piece[] = []
      let open = 0
      const finish = (error: SftpError | null): void => {
        signal?.removeEventListener('abort', onAbort)
        this.#queue.remove(pieces)
        if (error) reject(error)
        else resolve(joined(parts, length))
      }
      const onAbort = (): void => finish(givenUp())
      for (let from = 0; from < length; from += PIECE_BYTES) {
        const index = open++
        const size = Math.min(PIECE_BYTES, length - from)
        pieces.push({
          priority,
          length: size,
          start: (done) => {
            this.#range(unseal(handle), offset + from, size).then(
              (bytes) => {
                done(bytes.length)
                parts[index] = bytes
                if (--open === 0) finish(null)
              },
              (error: unknown) => {
                done(0)
                finish(error instanceof SftpError ? error : new SftpError('failed', String(error)))
              },
            )
          },
        })
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#queue.add(pieces)
    })
  }

  async #range(operand: string, offset: number, length: number): Promise<Buffer> {
    const first = Math.floor(offset / BLOCK)
    const bytes = await this.#bytes('r', operand, first, Math.ceil((offset + length) / BLOCK) - first)
    return bytes.subarray(offset - first * BLOCK, offset - first * BLOCK + length)
  }

  async #bytes(op: string, ...operands: (string | number)[]): Promise<Buffer> {
    const answer = await this.session.ask(op, ...operands)
    if (answer.status !== 'ok') throw errorOf(answer)
    const text = answer.body.toString('latin1')
    return this.greeting.encoding === 'base64' ? Buffer.from(text, 'base64') : Buffer.from(text.replace(/\s+/g, ''), 'hex')
  }

  /** Looks of one turn are one request, and one process on the other side. */
  #look(operand: string): Promise<FileStat> {
    return new Promise((resolve, reject) => {
      if (this.#looks.length === 0) queueMicrotask(() => this.#sendLooks())
      this.#looks.push({ operand, resolve, reject })
    })
  }

  #sendLooks(): void {
    const looks = this.#looks
    this.#looks = []
    const alone = looks.filter(({ operand }) => this.#failing.has(operand))
    const together = looks.filter((look) => !alone.includes(look))
    for (const look of alone) this.#lookAlone(look)
    if (together.length < 2) {
      for (const look of together) this.#lookAlone(look)
      return
    }
    const startedAt = performance.now()
    this.session.ask('s', ...together.map(({ operand }) => operand)).then(
      ({ status, body }) => {
        this.#queue.roundTrip(performance.now() - startedAt)
        const lines = body.toString('latin1').trimEnd().split('\n').map(parseLook)
        if (status === 'ok' && lines.length === together.length) {
          together.forEach((look, i) => {
            const stat = lines[i]
            if (stat) look.resolve(stat)
            else look.reject(new SftpError('failed', 'The shell gave no size.'))
          })
        } else {
          for (const look of together) this.#lookAlone(look)
        }
      },
      (error: SftpError) => {
        for (const look of together) look.reject(error)
      },
    )
  }

  #lookAlone({ operand, resolve, reject }: Look): void {
    this.session.ask('t', operand).then((answer) => {
      const stat = answer.status === 'ok' ? parseLook(answer.body.toString('latin1').trimEnd()) : null
      if (stat) {
        this.#failing.delete(operand)
        return resolve(stat)
      }
      this.#failing.add(operand)
      reject(errorOf(answer))
    }, reject)
  }
}

/** `size time mode`; the mode is hex as in st_mode, or as `ls` writes it. */
function parseLook(line: string): FileStat | null {
  const [, size, seconds, mode] = /^(\d+) (\d+) (\S+)$/.exec(line) ?? []
  if (size === undefined || mode === undefined) return null
  const type = /^[0-9a-f]+$/i.test(mode) ? { 8: '-', 4: 'd' }[parseInt(mode, 16) >> 12] : mode[0]
  return { sizeBytes: Number(size), modifiedMs: Number(seconds) * 1000, kind: type === '-' ? 'file' : type === 'd' ? 'directory' : 'other' }
}

/** A path for the script: as it stands where nothing in it could mean anything, else with its bytes in octal. */
function operandOf(path: string): string {
  if (/^[A-Za-z0-9/._+-]+$/.test(path)) return `=${path}`
  return `~${[...Buffer.from(path)].map((byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('')}`
}

function joined(parts: readonly Buffer[], length: number): Buffer {
  const whole: Buffer[] = []
  for (const [index, part] of parts.entries()) {
    whole.push(part)
    // A short part is where the file ends; what stands behind it is not joined to it.
    if (part.length < Math.min(PIECE_BYTES, length - index * PIECE_BYTES)) break
  }
  return whole.length === 1 && whole[0] ? whole[0] : Buffer.concat(whole)
}

function errorOf({ status }: Answer): SftpError {
  if (status === 'missing') return new SftpError('missing', 'No such file.')
  return status === 'forbidden' ? new SftpError('forbidden', 'Permission denied.') : new SftpError('failed', 'The shell could not read it.')
}

function givenUp(): SftpError {
  return new SftpError('failed', 'The read was given up.')
}

/** A handle is the operand that the script knows it by; callers see something opaque. */
function seal(operand: string): RemoteHandle {
  return operand as unknown as RemoteHandle
}

function unseal(handle: RemoteHandle): string {
  return handle as unknown as string
}
