import type { AgentInfo, Checkpoint, LogInfo } from '@shared/model'
import type { TicketedFile } from '@shared/contract/files'
import { formatBytes } from '@shared/text/units'
import { UNKNOWN_STATE } from '../runs'
import { localProgram, type Searchable } from '../search'
import { LocalSource, UnpackedCopy, type LocalSourceOptions, type UnpackFolder } from '../source'
import { LineIndex } from '../window'
import { describe } from './discover'
import { agentId, logId } from './ids'

export interface OpenFileOptions extends Omit<LocalSourceOptions, 'path' | 'name' | 'resume'> {
  /** Where it is unpacked first; null for plain text. */
  packed: { kind: 'gzip' | 'zstd'; folder: UnpackFolder } | null
  /** It is unpacked further. */
  onChange(): void
  /** For the search program. */
  env: NodeJS.ProcessEnv
}

/** A file of this machine that is open: what windows see as an agent with one log. */
export class OpenFile {
  readonly id: string
  readonly path: string
  private readonly logId: string
  private source: LocalSource | null = null
  private index: LineIndex | null = null
  private readonly copy: UnpackedCopy | null

  constructor(
    workspaceId: string,
    private readonly file: TicketedFile,
    private seen: LogInfo['seen'],
    private readonly options: OpenFileOptions,
  ) {
    this.path = file.path
    this.id = agentId(workspaceId, file.path)
    this.logId = logId(this.id, file.path)
    const { packed } = options
    this.copy = packed && new UnpackedCopy(packed.folder, { from: file.path, kind: packed.kind }, options.onChange)
  }

  info(workspaceId: string): AgentInfo {
    const { path } = this.file
    const modifiedMs = this.source?.modifiedMs() ?? null
    if (this.source && modifiedMs !== null) this.seen = { sizeBytes: this.source.size() - this.source.epochStart(), modifiedMs }
    const log: LogInfo = { id: this.logId, agentId: this.id, ...describe(path), kind: 'custom', path, origin: 'by-hand', store: 'file', seen: this.seen }
    return {
      id: this.id,
      workspaceId,
      name: nameOf(path),
      address: path,
      link: this.options.link.state(),
      state: { ...UNKNOWN_STATE, sentence: this.copy?.sentence ?? '', fact: this.seen ? formatBytes(this.seen.sizeBytes) : 'not there' },
      logs: [log],
      shown: { startup: this.logId, agent: null },
      opened: true,
      parentId: null,
      verdict: null,
      runs: [],
      ticket: this.file.ticket,
    }
  }

  /** The source of its log; null for any other log. It is opened when somebody wants to see it. */
  sourceOf(id: string, resume: Checkpoint | null): LocalSource | null {
    if (id !== this.logId) return null
    if (!this.source) {
      // A copy is made anew in a new engine.
      this.source = new LocalSource({ ...this.options, path: this.copy?.path ?? this.file.path, name: this.logId, resume: this.copy ? null : resume })
      this.index = new LineIndex(this.source, this.options.onDefect)
    }
    return this.source
  }

  searchable(id: string): Searchable | null {
    const source = this.sourceOf(id, null)
    if (!source) return null
    const program = localProgram({ path: source.path, id: () => source.fileId, env: this.options.env })
    return { source, remote: false, exec: null, program }
  }

  close(): void {
    this.index?.stop()
    this.source?.dispose()
    this.copy?.dispose()
    this.source = null
  }
}

/** The last part of a path, of either kind. */
export function nameOf(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path
}
