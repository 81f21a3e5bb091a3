import { OPEN_FILES, type TicketedFile } from '@shared/contract/files'
import type { Checkpoint, Failure, Result, WorkspaceInfo } from '@shared/model'
import type { Searchable } from '../search'
import { LocalLink, Poller, recogniseFile, UnpackFolder, type BlockCache, type ByteSource } from '../source'
import { isRecording } from '../recordings'
import { agentId, workspaceId } from './ids'
import { OpenFile } from './open-file'

/** No host has this name: a target of `ssh` has no spaces. */
const TARGET = 'this computer'

export interface LocalWorkspacePorts {
  cache: BlockCache
  env: NodeJS.ProcessEnv
  /** Where packed files are unpacked (absolute); emptied at the start. */
  unpackFolder: string
  onChange(): void
  onDefect(error: unknown): void
  /**
   * Opens what is no log by itself (a recording's folder, an archive) and gives the id of the agent to show. Left out, such files
   * are refused.
   */
  openOther?(path: string): Promise<Result<{ agentId: string }>>
}

/** The files of this machine that are open, as one workspace. There is none while no file is open. */
export class LocalWorkspace {
  private readonly id = workspaceId(TARGET)
  private readonly folder: UnpackFolder
  private readonly link = new LocalLink()
  private readonly poller = new Poller()
  private readonly files = new Map<string, OpenFile>()
  private tickets = new Map<string, string>()

  constructor(private readonly ports: LocalWorkspacePorts) {
    this.folder = new UnpackFolder(ports.unpackFolder)
    void this.folder.ready().catch(ports.onDefect)
  }

  /** What the person chose to open, all of it at each change: a window opens files by their tickets only. */
  setTickets(files: readonly TicketedFile[]): void {
    this.tickets = new Map(files.map(({ ticket, path }) => [ticket, path]))
  }

  list(): WorkspaceInfo[] {
    if (this.files.size === 0) return []
    const agents = [...this.files.values()].map((file) => file.info(this.id))
    return [{ id: this.id, name: 'Files on this computer', kind: 'local', target: TARGET, agents, coder: null }]
  }

  /** See `file.open`. */
  async open(ticket: string, again: boolean): Promise<Result<{ agentId: string }>> {
    const path = this.tickets.get(ticket)
    if (path === undefined) return { ok: false, failure: UNKNOWN_TICKET }
    const id = agentId(this.id, path)
    if (this.files.has(id)) return { ok: true, value: { agentId: id } }
    if (this.files.size >= OPEN_FILES) return { ok: false, failure: TOO_MANY }
    const found = await recogniseFile(path)
    if (!found.ok && !(again && found.failure.code === 'LOG_MISSING')) return found
    const { kind, stat } = found.ok ? found.value : { kind: 'text' as const, stat: null }
    if (kind === 'folder' || kind === 'zip') {
      // A folder of logs is no recording, and said to be what it is.
      const other = kind === 'zip' || (await isRecording(path))
      return (other ? this.ports.openOther?.(path) : null) ?? { ok: false, failure: notALog(path, kind) }
    }
    const packed = kind === 'text' ? null : { kind, folder: this.folder }
    const { cache, env, onChange, onDefect } = this.ports
    this.files.set(id, new OpenFile(this.id, { ticket, path }, stat, { link: this.link, poller: this.poller, cache, env, packed, onChange, onDefect }))
    this.ports.onChange()
    return { ok: true, value: { agentId: id } }
  }

  /** False when no such file is open. */
  closeFile(id: string): boolean {
    const file = this.files.get(id)
    file?.close()
    this.files.delete(id)
    if (file) this.ports.onChange()
    return file !== undefined
  }

  /** Closes all of them, if this is their workspace. */
  close(id: string): boolean {
    if (id !== this.id || this.files.size === 0) return false
    for (const file of [...this.files.keys()]) this.closeFile(file)
    return true
  }

  source(logId: string, resume: Checkpoint | null): ByteSource | null {
    return this.fileOf(logId)?.sourceOf(logId, resume) ?? null
  }

  searchable(logId: string): Searchable | null {
    return this.fileOf(logId)?.searchable(logId) ?? null
  }

  stop(): void {
    this.close(this.id)
    this.poller.dispose()
  }

  private fileOf(logId: string): OpenFile | null {
    return this.files.get(logId.slice(0, logId.lastIndexOf(':'))) ?? null
  }
}

const UNKNOWN_TICKET: Failure = {
  code: 'NOT_FOUND',
  sentence: 'This file was not chosen in this start of the app.',
  nextStep: 'Open it again from the File menu.',
}

const TOO_MANY: Failure = {
  code: 'REQUEST_INVALID',
  sentence: `${OPEN_FILES} files are open, which is the most there can be.`,
  nextStep: 'Close the tab of one of them first.',
}

function notALog(path: string, kind: 'folder' | 'zip'): Failure {
  if (kind === 'folder') return { code: 'LOG_IS_DIRECTORY', sentence: `${path} is a folder, not a log.`, nextStep: 'Open a file inside it.' }
  return { code: 'LOG_NOT_A_FILE', sentence: `${path} is packed (${kind}).`, nextStep: 'Unpack it and open what is in it.' }
}
