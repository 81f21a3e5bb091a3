import type { LogInfo, LogKind, LogOrigin } from '@shared/model'
import { SftpError, type FileStat, type RemoteFiles } from '../ssh'
import type { Run } from '../runs'

export interface FoundLog {
  path: string
  kind: LogKind
  title: string
  origin: LogOrigin
  /** A file in the workspace, or one of Coder's own copies (its path is then only a name). */
  store: LogInfo['store']
  seen: { sizeBytes: number; modifiedMs: number } | null
}

/** Names and folders that Coder's agent uses; see the list of log files in docs/architecture.md. */
const NAMES: { name: string; kind: LogKind; title: string }[] = [
  { name: 'coder-startup-script.log', kind: 'startup', title: 'Startup script' },
  { name: 'coder-agent.log', kind: 'agent', title: 'Agent log' },
  { name: 'coder-shutdown-script.log', kind: 'shutdown', title: 'Shutdown script' },
  { name: 'coder-agent-init.log', kind: 'agent', title: 'Agent init log' },
]
/** Where Coder's agent puts its logs when nothing says otherwise, and where people put them. */
export const WELL_KNOWN: LogFolder[] = [
  { path: '/tmp', origin: 'well-known' },
  { path: '/var/log', origin: 'well-known' },
]

/** Folders in which to look, in falling order of trust, with how each became known. */
export interface LogFolder {
  path: string
  origin: LogOrigin
}

/** Looks for the logs that Coder names itself, in every folder at once. */
export async function findNamed(files: RemoteFiles, folders: LogFolder[]): Promise<FoundLog[]> {
  const wanted = folders.flatMap((folder) =>
    NAMES.map(({ name, kind, title }) => ({ path: `${folder.path}/${name}`, kind, title, origin: folder.origin, store: 'file' as const })),
  )
  const seen = await Promise.all(wanted.map(({ path }) => seenAt(files, path)))
  return wanted.map((log, i) => ({ ...log, seen: seen[i]! }))
}

/** The logs that the newest run names: its scripts' own files. */
export async function findOfRun(files: RemoteFiles, run: Run): Promise<FoundLog[]> {
  const paths = new Set(run.scripts.map((s) => s.logPath).filter((p) => p.startsWith('/')))
  if (run.logDir?.startsWith('/')) paths.add(`${run.logDir.replace(/\/+$/, '')}/coder-startup-script.log`)
  const found = [...paths].map((path) => ({ path, ...describe(path), origin: 'agent-log' as const, store: 'file' as const }))
  const seen = await Promise.all(found.map(({ path }) => seenAt(files, path)))
  return found.map((log, i) => ({ ...log, seen: seen[i]! }))
}

/** Kind and title that a path's last part tells. */
export function describe(path: string): { kind: LogKind; title: string } {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const named = NAMES.find((n) => n.name === name)
  if (named) return { kind: named.kind, title: named.title }
  if (/^coder-agent-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}\.log$/.test(name)) return { kind: 'agent', title: `Agent log ${name.slice(12, 31)}` }
  if (/^coder-script-[0-9a-f-]{36}\.log$/.test(name)) return { kind: 'script', title: `Script ${name.slice(13, 21)}` }
  return { kind: 'custom', title: name }
}

/** Size and time of a plain file; null when there is none or it cannot be looked at. Rejects when the connection goes. */
export async function seenAt(files: RemoteFiles, path: string): Promise<FoundLog['seen']> {
  const stat: FileStat | null = await files.stat(path).catch(unlessLost(null))
  return stat?.kind === 'file' ? { sizeBytes: stat.sizeBytes, modifiedMs: stat.modifiedMs } : null
}

/** Turns an error into a value, except that of a lost connection: then nothing is known of the file. */
export function unlessLost<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof SftpError && error.kind === 'lost') throw error
    return value
  }
}

const TRUST: LogOrigin[] = ['by-hand', 'coder-list', 'agent-log', 'environment', 'well-known']

/**
 * Which of the found logs to show for a kind: one that exists, from the most trusted
 * origin, the one changed last among equals; else the one to wait for. Coder's own copies
 * count only where the files cannot be reached.
 */
export function choose(found: readonly FoundLog[], kind: LogKind, filesReachable: boolean): FoundLog | null {
  const rank = (log: FoundLog) => (log.store === 'file' && !filesReachable ? 100 : log.seen ? 0 : 10) + TRUST.indexOf(log.origin)
  const candidates = found.filter((log) => log.kind === kind && (log.store === 'file' || !filesReachable))
  candidates.sort((a, b) => rank(a) - rank(b) || (b.seen?.modifiedMs ?? 0) - (a.seen?.modifiedMs ?? 0))
  return candidates[0] ?? null
}
