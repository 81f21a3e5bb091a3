import { Duplex, type Readable, type Writable } from 'node:stream'

/**
 * A two-way stream over a program's stdin and stdout, or over a channel of another
 * connection, for ssh2 to run on. Writes of one turn leave as one piece: ssh2 writes each
 * packet in several small ones, and each would be a system call or, on a channel, a
 * packet of its own with its own encryption.
 */
export class BurstStream extends Duplex {
  #corked = false

  constructor(
    private readonly source: Readable,
    private readonly sink: Writable,
  ) {
    super({ allowHalfOpen: false })
    source.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) source.pause()
    })
    source.on('end', () => void this.push(null))
    source.on('error', (error: Error) => this.destroy(error))
    // What was read before its end must still reach the reader.
    source.on('close', () => void (source.readableEnded || this.destroy()))
    sink.on('error', (error: Error) => this.destroy(error))
    source.pause()
  }

  override write(...args: unknown[]): boolean {
    if (!this.#corked && !this.destroyed) {
      this.#corked = true
      this.cork()
      process.nextTick(() => {
        this.#corked = false
        this.uncork()
      })
    }
    return Reflect.apply(super.write, this, args) as boolean
  }

  override _read(): void {
    this.source.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#pass(chunk, done)
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#pass(Buffer.concat(chunks.map(({ chunk }) => chunk)), done)
  }

  override _final(done: () => void): void {
    this.sink.end()
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.source.destroy()
    this.sink.destroy()
    done(error)
  }

  #pass(bytes: Buffer, done: (error?: Error | null) => void): void {
    if (this.sink.destroyed || this.sink.writableEnded) return done(new Error('The other end has gone.'))
    if (this.sink.write(bytes)) done()
    else this.sink.once('drain', done)
  }
}

/** How long what was written last has to leave before a stream is destroyed (ms). */
export const FLUSH_MS = 500

/** Ends a stream, and destroys it when what was written has left. */
export function endSoon(stream: Duplex): void {
  if (stream.destroyed) return
  if (stream.writableFinished) return void stream.destroy()
  stream.once('finish', () => stream.destroy())
  if (!stream.writableEnded) stream.end()
}
