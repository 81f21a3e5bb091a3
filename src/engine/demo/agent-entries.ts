import type { Lifecycle } from '@shared/model'
import { goDuration, type AgentLogEntry } from './agent-log'

/**
 * The entries of an agent's life that decide a verdict, with the messages and fields of
 * Coder v2.35. Every function takes the entry's time (ms since the epoch) first.
 */

export interface LifecycleMoment {
  state: Lifecycle
  /** ms since the epoch; null for `created`, which the agent never dates. */
  atMs: number | null
}

export interface ScriptIdentity {
  /** UUID of the log source. */
  id: string
  /** Absolute path of the script's log. */
  logPath: string
}

export const AGENT_VERSION = 'v2.35.1+8b44bd6'

export function agentStarting(atMs: number, host: string): AgentLogEntry {
  const url = {
    Scheme: 'https',
    Opaque: '',
    User: null,
    Host: host,
    Path: '/',
    RawPath: '',
    OmitHost: false,
    ForceQuery: false,
    RawQuery: '',
    Fragment: '',
    RawFragment: '',
  }
  const fields: AgentLogEntry['fields'] = [
    ['url', { json: url }],
    ['auth', 'token'],
    ['version', AGENT_VERSION],
  ]
  return { atMs, level: 'info', message: 'agent is starting now', fields }
}

export function connectingToCoderd(atMs: number): AgentLogEntry {
  return { atMs, level: 'info', message: 'connecting to coderd' }
}

export function fetchedManifest(atMs: number): AgentLogEntry {
  return { atMs, level: 'info', message: 'fetched manifest' }
}

export function lifecycleSet(current: LifecycleMoment & { atMs: number }, last: LifecycleMoment): AgentLogEntry {
  const fields: AgentLogEntry['fields'] = [
    ['current', { json: momentJson(current) }],
    ['last', { json: momentJson(last) }],
  ]
  return { atMs: current.atMs, level: 'debug', message: 'set lifecycle state', fields }
}

/** `done` false before the server has answered, true after. */
export function lifecycleReported(atMs: number, moment: LifecycleMoment & { atMs: number }, done: boolean): AgentLogEntry {
  const seconds = Math.floor(moment.atMs / 1000)
  const nanos = Math.floor((moment.atMs - seconds * 1000) * 1000) * 1000
  const payload = `lifecycle:{state:${moment.state.toUpperCase()} changed_at:{seconds:${seconds} nanos:${nanos}}}`
  const message = done ? 'successfully reported lifecycle state' : 'reporting lifecycle state'
  return { atMs, level: 'debug', message, fields: [['payload', payload]] }
}

export function initializingScripts(atMs: number, count: number, logDir: string): AgentLogEntry {
  const fields: AgentLogEntry['fields'] = [
    ['script_count', count],
    ['log_dir', logDir],
  ]
  return { atMs, level: 'info', message: 'initializing agent scripts', fields }
}

export function runningScript(atMs: number, script: ScriptIdentity, text: string): AgentLogEntry {
  return { atMs, level: 'info', message: 'running agent script', fields: [...identityFields(script), ['script', text]] }
}

export function scriptCompleted(atMs: number, script: ScriptIdentity, tookMs: number): AgentLogEntry {
  const fields: AgentLogEntry['fields'] = [...identityFields(script), ['execution_time', goDuration(tookMs)], ['exit_code', 0]]
  return { atMs, level: 'info', message: `${script.logPath} script completed`, fields }
}

export function scriptFailed(atMs: number, script: ScriptIdentity, tookMs: number, exitCode: number): AgentLogEntry {
  const fields: AgentLogEntry['fields'] = [
    ...identityFields(script),
    ['execution_time', goDuration(tookMs)],
    ['exit_code', exitCode],
    ['error', `exit status ${exitCode}`],
  ]
  return { atMs, level: 'warn', message: `${script.logPath} script failed`, fields }
}

/** Follows once the last start script has ended and names the first error only. */
export function startupScriptsFailed(atMs: number, script: ScriptIdentity, exitCode: number): AgentLogEntry {
  const error = [
    `run agent script ${JSON.stringify(script.id)}:`,
    '    github.com/coder/coder/v2/agent/agentscripts.(*Runner).Execute.func2',
    '        /home/runner/actions-runner/_work/coder/coder/agent/agentscripts/agentscripts.go:228',
    `  - exit status ${exitCode}`,
  ].join('\n')
  return { atMs, level: 'warn', message: 'startup script(s) failed', fields: [['error', error]] }
}

function identityFields(script: ScriptIdentity): [string, string][] {
  return [
    ['log_source_id', script.id],
    ['log_path', script.logPath],
    ['script_data_dir', `/tmp/coder-script-data/${script.id}`],
  ]
}

/** RFC 3339 with microseconds, as the agent rounds it. */
function momentJson(moment: LifecycleMoment): { state: string; changed_at: string } {
  if (moment.atMs === null) return { state: moment.state, changed_at: '0001-01-01T00:00:00Z' }
  const micros = String(Math.floor((moment.atMs % 1) * 1000)).padStart(3, '0')
  return { state: moment.state, changed_at: new Date(moment.atMs).toISOString().replace('Z', `${micros}Z`) }
}
