import type { Duplex } from 'node:stream'
import { SftpParser, type DataTarget } from './sftp-parser'
import { encodeInit, encodeOpen, encodeRead, encodeSimple, Fields, REQUEST, RESPONSE, STATUS } from './sftp-wire'
import { SftpError, type FileStat } from './types'

interface Pending {
  /** Takes a packet with this request's id; `fields` stands after the id. */
  answer(type: number, fields: Fields): void
  fail(error: SftpError): void
  target: DataTarget
  data?(length: number): void
}

/**
 * The requests of one SFTP channel. Nothing waits here: what is asked is written at once,
 * and answers find their request by its number. Order and limits are the caller's.
 */
export class SftpSession {
  readonly #pending = new Map<number, Pending>()
  readonly #parser: SftpParser
  #nextId = 0
  #lost: SftpError | null = null
  #ready: (() => void) | null = null
  #refused: ((error: SftpError) => void) | null = null
  #onEnd: (() => void) | null = null

  constructor(private readonly channel: Duplex) {
    this.#parser = new SftpParser({
      packet: (type, body) => this.#packet(type, body),
      target: (id, length) => this.#target(id, length),
      data: (id, length) => this.#take(id)?.data?.(length),
    })
    channel.on('data', (chunk: Buffer) => {
      try {
        this.#parser.push(chunk)
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        this.end(new SftpError('lost', `The server's SFTP answers cannot be read: ${error.message}.`))
      }
    })
    channel.on('error', () => this.end())
    channel.on('end', () => this.end())
    channel.on('close', () => this.end())
  }

  /** Greets the server; resolves when it has answered. Requests may be made before. */
  init(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#ready = resolve
      this.#refused = reject
      if (this.#lost) reject(this.#lost)
      else this.channel.write(encodeInit())
    })
  }

  /** Rejects everything that is pending, now and later, and closes the channel. */
  end(reason = new SftpError('lost', 'The connection was lost.')): void {
    if (this.#lost) return
    this.#lost = reason
    const pending = [...this.#pending.values()]
    this.#pending.clear()
    for (const request of pending) request.fail(reason)
    this.#refused?.(reason)
    this.channel.destroy()
    this.#onEnd?.()
  }

  get isOver(): boolean {
    return this.#lost !== null
  }

  /** `listener` is called once, when the channel or the connection has gone. */
  onEnd(listener: () => void): void {
    this.#onEnd = listener
  }

  open(path: string): Promise<Buffer> {
    return this.#ask((id) => encodeOpen(id, Buffer.from(path)), RESPONSE.HANDLE, (fields) => Buffer.from(fields.string()))
  }

  openFolder(path: string): Promise<Buffer> {
    return this.#ask((id) => encodeSimple(REQUEST.OPENDIR, id, Buffer.from(path)), RESPONSE.HANDLE, (fields) => Buffer.from(fields.string()))
  }

  /** The next names of a folder; null at its end. */
  async readFolder(handle: Buffer): Promise<{ name: string; stat: FileStat }[] | null> {
    try {
      return await this.#ask((id) => encodeSimple(REQUEST.READDIR, id, handle), RESPONSE.NAME, (fields) => {
        const names: { name: string; stat: FileStat }[] = []
        for (let left = fields.uint32(); left > 0; left--) {
          const name = fields.string().toString('utf8')
          fields.string()
          names.push({ name, stat: fields.attributes() })
        }
        return names
      })
    } catch (error) {
      if (error instanceof EndOfFile) return null
      throw error
    }
  }

  realpath(path: string): Promise<string> {
    return this.#ask((id) => encodeSimple(REQUEST.REALPATH, id, Buffer.from(path)), RESPONSE.NAME, (fields) => {
      fields.uint32()
      return fields.string().toString('utf8')
    })
  }

  stat(path: string): Promise<FileStat> {
    return this.#ask((id) => encodeSimple(REQUEST.STAT, id, Buffer.from(path)), RESPONSE.ATTRS, (fields) => fields.attributes())
  }

  fstat(handle: Buffer): Promise<FileStat> {
    return this.#ask((id) => encodeSimple(REQUEST.FSTAT, id, handle), RESPONSE.ATTRS, (fields) => fields.attributes())
  }

  close(handle: Buffer): void {
    if (this.#lost) return
    this.#ask((id) => encodeSimple(REQUEST.CLOSE, id, handle), RESPONSE.STATUS, () => null).catch(() => {
      // The server forgets the handle with the channel.
    })
  }

  /**
   * One READ. `done` gets the number of bytes written to `target` (0 at the end of the
   * file), or the error. The returned function makes its answer be dropped.
   */
  read(handle: Buffer, offset: number, target: NonNullable<DataTarget>, done: (got: number, error: SftpError | null) => void): () => void {
    if (this.#lost) {
      done(0, this.#lost)
      return () => {}
    }
    const id = this.#number()
    const pending: Pending = {
      target,
      answer: (type, fields) => {
        const error = this.#problem(type, fields)
        if (error instanceof EndOfFile) done(0, null)
        else done(0, error ?? new SftpError('failed', 'The server answered a read with something else.'))
      },
      fail: (error) => done(0, error),
      data: (length) => done(length, null),
    }
    this.#pending.set(id, pending)
    this.channel.write(encodeRead(id, handle, offset, target.capacity))
    return () => {
      pending.target = null
    }
  }

  #number(): number {
    this.#nextId = (this.#nextId + 1) >>> 0
    return this.#nextId
  }

  #ask<T>(encode: (id: number) => Buffer, wanted: number, decode: (fields: Fields) => T): Promise<T> {
    if (this.#lost) return Promise.reject(this.#lost)
    return new Promise<T>((resolve, reject) => {
      const id = this.#number()
      this.#pending.set(id, {
        target: null,
        answer: (type, fields) => {
          const error = type === wanted && wanted !== RESPONSE.STATUS ? null : this.#problem(type, fields)
          if (error) reject(error)
          else resolve(decode(fields))
        },
        fail: reject,
      })
      this.channel.write(encode(id))
    })
  }

  #packet(type: number, body: Buffer): void {
    if (type === RESPONSE.VERSION) {
      this.#ready?.()
      this.#ready = this.#refused = null
      return
    }
    const fields = new Fields(body)
    this.#take(fields.uint32())?.answer(type, fields)
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    return pending
  }

  #target(id: number, length: number): DataTarget {
    const target = this.#pending.get(id)?.target ?? null
    if (target && length > target.capacity) throw new RangeError('more data than was asked for')
    return target
  }

  /** The error in an answer that is not what was hoped for; null when its status is OK. */
  #problem(type: number, fields: Fields): SftpError | null {
    if (type !== RESPONSE.STATUS) return new SftpError('failed', 'The server gave an answer of the wrong kind.')
    const status = fields.uint32()
    switch (status) {
      case STATUS.OK:
        return null
      case STATUS.EOF:
        return new EndOfFile()
      case STATUS.NO_SUCH_FILE:
        return new SftpError('missing', 'No such file.')
      case STATUS.PERMISSION_DENIED:
        return new SftpError('forbidden', 'Permission denied.')
      default:
        return new SftpError('failed', `The server refused it (SFTP status ${status}).`)
    }
  }
}

class EndOfFile extends SftpError {
  constructor() {
    super('failed', 'The file ended.')
  }
}
