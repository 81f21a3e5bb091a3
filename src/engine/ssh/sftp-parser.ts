import { RESPONSE } from './sftp-wire'

/** Where the bytes of an answered read go; null drops them. */
export type DataTarget = { buffer: Buffer; offset: number; capacity: number } | null

export interface ParserHandlers {
  /** A whole packet but DATA; `body` starts after the type byte. */
  packet(type: number, body: Buffer): void
  /** A DATA packet begins: where should its bytes go? */
  target(id: number, length: number): DataTarget
  /** A DATA packet has ended. */
  data(id: number, length: number): void
}

/** A packet longer than this is not an answer to anything that was asked (bytes). */
const MAX_PACKET_BYTES = 512 * 1024

/**
 * Takes the byte stream of an SFTP channel apart. The bytes of a read go straight to the
 * caller's buffer as they arrive: no packet is put together first, which would cost a
 * second copy of every byte.
 */
export class SftpParser {
  #head = Buffer.alloc(13)
  #headFilled = 0
  #headNeeded = 5
  #body: Buffer | null = null
  #bodyFilled = 0
  /** Bytes of the current packet that are neither head, body nor data. */
  #skip = 0
  #data: { id: number; length: number; filled: number; target: DataTarget; trailing: number } | null = null

  constructor(private readonly handlers: ParserHandlers) {}

  /** Throws `RangeError` on bytes that are not SFTP; the stream cannot be read any further then. */
  push(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#skip > 0) at += this.#skipped(chunk.length - at)
      else if (this.#data) at = this.#takeData(chunk, at)
      else if (this.#body) at = this.#takeBody(chunk, at)
      else at = this.#takeHead(chunk, at)
    }
  }

  #skipped(available: number): number {
    const count = Math.min(this.#skip, available)
    this.#skip -= count
    return count
  }

  #takeHead(chunk: Buffer, at: number): number {
    const count = Math.min(this.#headNeeded - this.#headFilled, chunk.length - at)
    chunk.copy(this.#head, this.#headFilled, at, at + count)
    this.#headFilled += count
    if (this.#headFilled < this.#headNeeded) return at + count
    const length = this.#head.readUInt32BE(0)
    const type = this.#head[4] ?? 0
    if (length < 5 || length > MAX_PACKET_BYTES) throw new RangeError(`an SFTP packet of ${length} bytes`)
    if (type !== RESPONSE.DATA) {
      this.#startPacket()
      this.#body = Buffer.allocUnsafe(length - 1)
    } else if (this.#headNeeded === 5) {
      // Its id and data length follow.
      if (length < 9) throw new RangeError('a DATA packet without data')
      this.#headNeeded = 13
    } else {
      this.#startData(length)
    }
    return at + count
  }

  #startPacket(): void {
    this.#headFilled = 0
    this.#headNeeded = 5
    this.#bodyFilled = 0
  }

  #startData(packetLength: number): void {
    const id = this.#head.readUInt32BE(5)
    const length = this.#head.readUInt32BE(9)
    if (length > packetLength - 9) throw new RangeError('a DATA packet with more data than packet')
    this.#startPacket()
    this.#data = { id, length, filled: 0, target: this.handlers.target(id, length), trailing: packetLength - 9 - length }
    if (length === 0) this.#endData()
  }

  #takeData(chunk: Buffer, at: number): number {
    const data = this.#data
    if (!data) return at
    const count = Math.min(data.length - data.filled, chunk.length - at)
    if (data.target) chunk.copy(data.target.buffer, data.target.offset + data.filled, at, at + count)
    data.filled += count
    if (data.filled === data.length) this.#endData()
    return at + count
  }

  #endData(): void {
    const data = this.#data
    if (!data) return
    this.#data = null
    this.#skip = data.trailing
    this.handlers.data(data.id, data.length)
  }

  #takeBody(chunk: Buffer, at: number): number {
    const body = this.#body
    if (!body) return at
    const count = Math.min(body.length - this.#bodyFilled, chunk.length - at)
    chunk.copy(body, this.#bodyFilled, at, at + count)
    this.#bodyFilled += count
    if (this.#bodyFilled === body.length) {
      this.#body = null
      this.handlers.packet(this.#head[4] ?? 0, body)
    }
    return at + count
  }
}
