export { recogniseFile, type FileKind, type FoundFile } from './file-kind'
export { unpackedZstd, UnpackedCopy, UnpackFolder, WindowTooLarge } from './unpack'
export { LocalLink, LocalSource, type LocalSourceOptions } from './local-source'
