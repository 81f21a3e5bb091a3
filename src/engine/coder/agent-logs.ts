import type { LogKind } from '@shared/model'
import type { CoderAgent, CoderScript } from './types'

/** A log of an agent as Coder's list names it, before its path is resolved in the workspace. */
export interface NamedLog {
  kind: LogKind
  /** The script's display name, or what it is. */
  title: string
  /** As the template gives it; never empty: see `scriptLogPath`. */
  path: string
  /** For the server's copy of it; null on servers older than v2.2, which keep one copy per agent. */
  logSourceId: string | null
}

/** What the agent's own environment says, for resolving paths as the agent does. */
export interface AgentPlaces {
  /** The agent's environment (`/proc/self/environ` over SFTP, say); null where it is not known. */
  env: Readonly<Record<string, string | undefined>> | null
  /** Home folder of the agent's user (absolute); null while unknown. */
  home: string | null
  /** The agent's log folder (absolute): CODER_AGENT_LOG_DIR, else its temporary folder. */
  logDir: string
}

/** The logs of an agent's scripts by name, in the template's order; two scripts with one path are one log. */
export function namedLogs(agent: CoderAgent): NamedLog[] {
  const logs: NamedLog[] = []
  for (const script of agent.scripts) {
    const path = scriptLogPath(script)
    if (path === null || logs.some((log) => log.path === path)) continue
    const kind = kindOf(script, path)
    logs.push({ kind, title: script.displayName || titleOf(kind, path), path, logSourceId: script.logSourceId || null })
  }
  return logs
}

/** An empty path is the agent's own choice of name since v2.2; null where even that cannot be known. */
export function scriptLogPath(script: CoderScript): string | null {
  if (script.logPath !== '') return script.logPath
  return script.logSourceId === '' ? null : `coder-script-${script.logSourceId}.log`
}

/** `$NAME`, `${NAME}` and the one-character names of a shell, as Go's os.ExpandEnv takes them. */
const VARIABLE = /\$(?:\{([^}]*)\}|([*#$@!?\-0-9]|[A-Za-z_][A-Za-z0-9_]*))/g

/**
 * The absolute path of a log as the agent resolves it (agentscripts.go, `run`): a leading `~` is the home
 * folder, then variables are expanded (an unset one is empty), then what is relative counts from the log
 * folder. Null where that needs a home folder or an environment that is not known.
 */
export function resolveLogPath(path: string, places: AgentPlaces): string | null {
  const home = places.env?.['HOME'] || places.home
  let resolved = path
  if (path.startsWith('~')) {
    if (home === null) return null
    resolved = `${home}/${path.slice(1)}`
  }
  let unknown = false
  resolved = resolved.replace(VARIABLE, (_whole, braced?: string, bare?: string) => {
    const name = braced ?? bare ?? ''
    if (name === 'HOME' && home !== null) return home
    if (places.env === null) unknown = true
    return places.env?.[name] ?? ''
  })
  if (unknown) return null
  return tidy(isAbsolute(resolved) ? resolved : `${places.logDir}/${resolved}`)
}

function kindOf(script: CoderScript, path: string): LogKind {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (script.runOnStart && (name === 'coder-startup-script.log' || script.displayName === 'Startup Script')) return 'startup'
  if (script.runOnStop && !script.runOnStart) return 'shutdown'
  return 'script'
}

function titleOf(kind: LogKind, path: string): string {
  if (kind === 'startup') return 'Startup script'
  if (kind === 'shutdown') return 'Shutdown script'
  return path.slice(path.lastIndexOf('/') + 1)
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[/\\]/.test(path)
}

/** Without `//`, `.` and `..`, as Go's filepath.Join leaves it; Windows paths stay as they are. */
function tidy(path: string): string {
  if (!path.startsWith('/')) return path
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  return `/${parts.join('/')}`
}
