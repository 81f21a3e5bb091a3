/** Size of a cached block (bytes). */
export const BLOCK_BYTES = 64 * 1024

interface Block {
  key: string
  log: string
  /** Room for a whole block; filled from the start. */
  room: Buffer
  length: number
}

/**
 * Blocks of all logs, least recently used first, bounded per log and over all (bytes).
 * A block holds a prefix of 64 KiB at a multiple of 64 KiB in its epoch; the last block
 * of a growing log is filled in place, so that following copies each byte once.
 */
export class BlockCache {
  /** In order of use: a Map keeps insertion order. */
  private readonly blocks = new Map<string, Block>()
  private readonly countOfLog = new Map<string, number>()

  constructor(
    private perLogBytes: number,
    private overAllBytes: number,
  ) {}

  /** New bounds in bytes; takes effect at once. */
  resize(perLogBytes: number, overAllBytes: number): void {
    this.perLogBytes = perLogBytes
    this.overAllBytes = overAllBytes
    for (const log of [...this.countOfLog.keys()]) this.shrink(log)
  }

  get totalBytes(): number {
    return this.blocks.size * BLOCK_BYTES
  }

  /** The valid prefix of block `index`, or null. `log` names one epoch of one source. */
  get(log: string, index: number): Buffer | null {
    const key = `${log} ${index}`
    const block = this.blocks.get(key)
    if (!block) return null
    this.blocks.delete(key)
    this.blocks.set(key, block)
    return block.room.subarray(0, block.length)
  }

  /**
   * Keeps bytes that begin at local offset `from` of an epoch. Bytes that would leave a
   * hole in front of them in their block are not kept.
   */
  put(log: string, from: number, bytes: Uint8Array): void {
    let at = 0
    while (at < bytes.length) {
      const index = Math.floor((from + at) / BLOCK_BYTES)
      const inBlock = from + at - index * BLOCK_BYTES
      const take = Math.min(bytes.length - at, BLOCK_BYTES - inBlock)
      this.putInBlock(log, index, inBlock, bytes.subarray(at, at + take))
      at += take
    }
    this.shrink(log)
  }

  /** Puts other bytes in place of those that are held from local offset `from` on; what is not held stays so. */
  correct(log: string, from: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const index = Math.floor((from + at) / BLOCK_BYTES)
      const inBlock = from + at - index * BLOCK_BYTES
      const take = Math.min(bytes.length - at, BLOCK_BYTES - inBlock)
      const block = this.blocks.get(`${log} ${index}`)
      if (block && inBlock < block.length) block.room.set(bytes.subarray(at, at + Math.min(take, block.length - inBlock)), inBlock)
      at += take
    }
  }

  /** Forgets every block of an epoch. */
  drop(log: string): void {
    for (const block of [...this.blocks.values()]) if (block.log === log) this.forget(block)
  }

  private putInBlock(log: string, index: number, inBlock: number, bytes: Uint8Array): void {
    const key = `${log} ${index}`
    let block = this.blocks.get(key)
    if (!block) {
      if (inBlock > 0) return
      block = { key, log, room: Buffer.allocUnsafeSlow(BLOCK_BYTES), length: 0 }
      this.blocks.set(key, block)
      this.countOfLog.set(log, (this.countOfLog.get(log) ?? 0) + 1)
    }
    if (inBlock > block.length) return
    const fresh = bytes.subarray(block.length - inBlock)
    block.room.set(fresh, block.length)
    block.length += fresh.length
  }

  private shrink(log: string): void {
    for (const block of this.blocks.values()) {
      if ((this.countOfLog.get(log) ?? 0) * BLOCK_BYTES <= this.perLogBytes) break
      if (block.log === log) this.forget(block)
    }
    for (const block of this.blocks.values()) {
      if (this.totalBytes <= this.overAllBytes) break
      this.forget(block)
    }
  }

  private forget(block: Block): void {
    this.blocks.delete(block.key)
    const left = (this.countOfLog.get(block.log) ?? 1) - 1
    if (left > 0) this.countOfLog.set(block.log, left)
    else this.countOfLog.delete(block.log)
  }
}
