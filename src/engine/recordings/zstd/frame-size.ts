/**
 * How many bytes a zstd frame says that it holds; null where it does not say, or is no frame (RFC 8878, 3.1.1). Asked
 * before anything is unpacked, since a few bytes may stand for gigabytes.
 */
export function frameContentBytes(frame: Uint8Array): number | null {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  if (frame.length < 6 || view.getUint32(0, true) !== 0xfd2fb528) return null
  const descriptor = view.getUint8(4)
  const single = (descriptor & 0x20) !== 0
  const dictionary = [0, 1, 2, 4][descriptor & 3]!
  const at = 5 + (single ? 0 : 1) + dictionary
  const size = descriptor >> 6
  const bytes = size === 0 ? (single ? 1 : 0) : 1 << size
  if (bytes === 0 || frame.length < at + bytes) return null
  if (bytes === 1) return view.getUint8(at)
  if (bytes === 2) return view.getUint16(at, true) + 256
  if (bytes === 4) return view.getUint32(at, true)
  return Number(view.getBigUint64(at, true))
}
