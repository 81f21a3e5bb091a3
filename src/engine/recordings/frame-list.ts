/** One frame of a range's file: where it lies there, and which of the range's bytes it holds (bytes, from the file's and the range's beginning). */
export interface Frame {
  storedAt: number
  stored: number
  plainAt: number
  plain: number
  /** CRC-32 of what it holds; null where only the public table tells of it. */
  crc: number | null
}

/** A frame of a recording holds at most so much (bytes), so that any offset opens by unpacking so little. */
export const FRAME_BYTES = 256 * 1024

/** Puts frames one behind the other. */
export function frameList(sizes: readonly { stored: number; plain: number; crc: number | null }[]): Frame[] {
  let storedAt = 0
  let plainAt = 0
  return sizes.map((one) => {
    const frame = { storedAt, plainAt, ...one }
    storedAt += one.stored
    plainAt += one.plain
    return frame
  })
}

/** The frame that holds a byte of the range; null beyond its end. */
export function frameAt(frames: readonly Frame[], plainAt: number): number | null {
  let low = 0
  let high = frames.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const frame = frames[middle]!
    if (plainAt < frame.plainAt) high = middle - 1
    else if (plainAt >= frame.plainAt + frame.plain) low = middle + 1
    else return middle
  }
  return null
}

/** Bytes of the file that its frames take, and of the range that they hold. */
export function endOf(frames: readonly Frame[]): { stored: number; plain: number } {
  const last = frames.at(-1)
  return last ? { stored: last.storedAt + last.stored, plain: last.plainAt + last.plain } : { stored: 0, plain: 0 }
}
