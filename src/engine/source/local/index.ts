export { recogniseFile, type FileKind, type FoundFile } from './file-kind'
export { UnpackedCopy, UnpackFolder } from './unpack'
export { LocalLink, LocalSource, type LocalSourceOptions } from './local-source'
