/** A frame that looks back further would need as much memory (bytes); `zstd --long` goes up to this by default. */
export const WINDOW_BYTES = 128 * 1024 * 1024
const FRAME_MAGIC = 0xfd2fb528

/** A frame needs more memory to be unpacked than it may have. */
export class WindowTooLarge extends Error {
  constructor(readonly windowBytes: number) {
    super(`window of ${windowBytes} bytes`)
    this.name = 'WindowTooLarge'
  }
}

/**
 * Zstandard frames, one behind the other, in the pieces that a decoder needs at once: the header of a frame, a block (at most 128 KiB
 * of text), a checksum. So no piece stands for more than that, whatever is packed in it. Skippable frames are left out. Format:
 * RFC 8878 §3.1.1 and §3.1.2. Throws where it is damaged or cut off, and `WindowTooLarge` above `mostWindowBytes`.
 */
export async function* zstdUnits(source: AsyncIterable<Buffer>, mostWindowBytes = WINDOW_BYTES): AsyncGenerator<Buffer> {
  const bytes = new Taker(source)
  while (await bytes.more()) {
    const magic = await bytes.take(4)
    const number = magic.readUInt32LE(0)
    if ((number & 0xfffffff0) >>> 0 === 0x184d2a50) {
      await bytes.skip((await bytes.take(4)).readUInt32LE(0))
      continue
    }
    if (number !== FRAME_MAGIC) throw new Error('no frame')
    const descriptor = await bytes.take(1)
    const flags = descriptor[0]!
    const rest = await bytes.take(headerBytes(flags))
    const window = windowBytes(flags, rest)
    if (window > mostWindowBytes) throw new WindowTooLarge(window)
    yield Buffer.concat([magic, descriptor, rest])
    for (let last = false; !last; ) {
      const head = await bytes.take(3)
      const block = head.readUIntLE(0, 3)
      last = (block & 1) === 1
      // A block of one byte that is repeated holds that byte only.
      const length = ((block >> 1) & 3) === 1 ? 1 : block >> 3
      yield Buffer.concat([head, await bytes.take(length)])
    }
    if (flags & 4) yield await bytes.take(4)
  }
}

/** Length of a frame's header behind its descriptor: window, dictionary and content size. */
function headerBytes(flags: number): number {
  const single = (flags & 0x20) !== 0
  return (single ? 0 : 1) + [0, 1, 2, 4][flags & 3]! + (flags >> 6 === 0 ? (single ? 1 : 0) : 1 << (flags >> 6))
}

/** How far back a frame looks; one of a single segment looks back over all of itself. */
function windowBytes(flags: number, rest: Buffer): number {
  if ((flags & 0x20) === 0) {
    const base = 2 ** (10 + (rest[0]! >> 3))
    return base + (base / 8) * (rest[0]! & 7)
  }
  const size = rest.subarray([0, 1, 2, 4][flags & 3]!)
  if (size.length === 1) return size[0]!
  if (size.length === 2) return size.readUInt16LE(0) + 256
  return size.length === 4 ? size.readUInt32LE(0) : Number(size.readBigUInt64LE(0))
}

/** Bytes of a stream, so many at a time. */
class Taker {
  private readonly chunks: AsyncIterator<Buffer>
  private held: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.chunks = source[Symbol.asyncIterator]()
  }

  async more(): Promise<boolean> {
    return this.held.length > 0 || this.fill()
  }

  async take(count: number): Promise<Buffer> {
    while (this.held.length < count) if (!(await this.fill())) throw new Error('cut off')
    const taken = this.held.subarray(0, count)
    this.held = this.held.subarray(count)
    return taken
  }

  async skip(count: number): Promise<void> {
    for (let left = count; left > 0; ) {
      if (!(await this.more())) throw new Error('cut off')
      const step = Math.min(left, this.held.length)
      this.held = this.held.subarray(step)
      left -= step
    }
  }

  private async fill(): Promise<boolean> {
    const next = await this.chunks.next()
    if (next.done) return false
    this.held = this.held.length > 0 ? Buffer.concat([this.held, next.value]) : next.value
    return true
  }
}
