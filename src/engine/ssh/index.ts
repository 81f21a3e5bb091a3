export { createLink, type LinkTuning } from './link'
export { parseTarget, type ParsedTarget } from './target'
export { suggestHosts } from './host-aliases'
export { fail } from './failures'
export {
  SftpError,
  type Answer,
  type Ask,
  type Disposable,
  type FileAccess,
  type FileLink,
  type FileStat,
  type Link,
  type LinkPorts,
  type Priority,
  type Question,
  type RemoteCommand,
  type RemoteFiles,
  type RemoteHandle,
  type SftpErrorKind,
  type SshTarget,
} from './types'
export { KeptPassphrases, type PassphraseKeeper } from './kept-passphrases'
