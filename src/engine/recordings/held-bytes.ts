import { BLOCK_BYTES, type ByteSource } from '../source'

/** Blocks before a source's end that are looked through for what was read last. */
const MOST_BLOCKS = 256

/** What is held of a source from `from` on without a hole (bytes), at most `mostBytes`. Reads nothing. */
export function heldFrom(source: ByteSource, from: number, mostBytes: number): Buffer {
  const end = Math.min(source.size(), from + mostBytes)
  const parts: Buffer[] = []
  for (let at = from; at < end; ) {
    const to = Math.min(end, nextBlock(source, at))
    const bytes = source.peek(at, heldTo(source, at, to))
    if (!bytes || bytes.length === 0) break
    parts.push(Buffer.from(bytes))
    at += bytes.length
    if (at < to) break
  }
  return Buffer.concat(parts)
}

/** The last stretch of at most `mostBytes` from `from` on that is held; what a pane has shown is among it. Reads nothing. */
export function heldEnd(source: ByteSource, from: number, mostBytes: number): { from: number; bytes: Buffer } | null {
  let block = Math.max(from, source.epochStart() + Math.floor((source.size() - 1 - source.epochStart()) / BLOCK_BYTES) * BLOCK_BYTES)
  for (let looked = 0; looked < MOST_BLOCKS && block >= from; looked++) {
    const end = heldTo(source, block, Math.min(source.size(), nextBlock(source, block)))
    if (end > block) {
      let begin = block
      for (let before = previousBlock(source, begin, from); before < begin && end - before <= mostBytes; before = previousBlock(source, begin, from)) {
        if (!source.peek(before, begin)) break
        begin = before
      }
      const bytes = source.peek(begin, end)
      return bytes && { from: begin, bytes: Buffer.from(bytes) }
    }
    const before = previousBlock(source, block, from)
    if (before === block) return null
    block = before
  }
  return null
}

/** Where what is held of `[from, to)` ends: a block is held from its beginning to somewhere. */
function heldTo(source: ByteSource, from: number, to: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (source.peek(from, middle)) low = middle
    else high = middle - 1
  }
  return low
}

function nextBlock(source: ByteSource, at: number): number {
  const start = source.epochStart()
  return at < start ? start : start + (Math.floor((at - start) / BLOCK_BYTES) + 1) * BLOCK_BYTES
}

function previousBlock(source: ByteSource, at: number, least: number): number {
  const start = source.epochStart()
  return Math.max(least, start, start + (Math.ceil((at - start) / BLOCK_BYTES) - 1) * BLOCK_BYTES)
}
