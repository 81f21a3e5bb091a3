export { UnpackedCopy, UnpackFolder } from './unpacked-copy'
export { unpackedZstd } from './zstd-stream'
export { WindowTooLarge } from './zstd-units'
