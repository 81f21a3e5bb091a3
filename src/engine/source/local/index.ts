export { recogniseFile, type FileKind, type FoundFile } from './file-kind'
export { LocalLink, LocalSource, type LocalSourceOptions } from './local-source'
