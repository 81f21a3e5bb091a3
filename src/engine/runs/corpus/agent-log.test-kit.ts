import { composeEntry, goDuration, utcStamp, type FieldValue, type LogLevel } from '../../demo/agent-log'

/**
 * Agent logs of every version range, composed after the formats that coder's source writes. One start each, with
 * the chatter around it that no parser may fall for.
 */

/** A version that stands for its range. */
export type Era = 'v0.17.4' | 'v0.20.0' | 'v0.24.1' | 'v2.1.5' | 'v2.2.1' | 'v2.10.0' | 'v2.24.3' | 'v2.35.1' | 'v2.35.1-json' | 'v2.35.1-colour'

export interface PlannedScript {
  path: string
  text: string
  tookMs: number
  /** A code, or what else may become of it. */
  ends: number | 'timeout' | 'over-time' | 'left-open' | 'not-started' | 'running' | 'killed'
}

type Field = [key: string, value: FieldValue]
interface Said {
  atMs: number
  level: LogLevel
  message: string
  fields?: Field[]
  /** Place in the source and function, for the older shape. */
  from?: [place: string, func: string]
  logger?: string
}

const TABBED: readonly Era[] = ['v0.17.4', 'v0.20.0']
const SINGLE: readonly Era[] = ['v0.17.4', 'v0.20.0', 'v0.24.1', 'v2.1.5']
const AGENT: [string, string] = ['./agent/agent.go:358', '(*agent).run.func2']

/** Writes entries in the shape of a version. */
export class AgentLogComposer {
  private text = ''
  private state = ''
  private changedMs = 0

  constructor(
    readonly era: Era,
    public nowMs: number,
  ) {}

  get log(): string {
    return this.text
  }

  say(level: LogLevel, message: string, fields: Field[] = [], more: Pick<Said, 'from' | 'logger'> = {}): void {
    const said = { atMs: this.nowMs, level, message, fields, ...more }
    if (this.era === 'v2.35.1-json') this.text += json(said)
    else if (TABBED.includes(this.era)) this.text += tabbed(said)
    else this.text += this.era === 'v2.35.1-colour' ? coloured(composeEntry(said)) : composeEntry(said)
    this.nowMs += 1
  }

  raw(text: string): void {
    this.text += text
  }

  later(ms: number): void {
    this.nowMs += ms
  }

  start(): void {
    const old = SINGLE.slice(0, 3).includes(this.era)
    const url: FieldValue = this.era.startsWith('v2.3') ? { json: { Scheme: 'https', Host: 'coder.example.com', Path: '/' } } : 'https://coder.example.com/'
    this.say('info', old ? 'starting agent' : 'agent is starting now', [['url', url], ['auth', 'token'], ['version', `${this.era.split('-')[0]}+8b44bd6`]], { from: ['./cli/agent.go:113', 'workspaceAgent.func1'] })
    this.connect()
    this.say('info', old ? 'fetched metadata' : 'fetched manifest', this.era === 'v0.20.0' ? [['metadata', { json: { environment_variables: { NOTE: 'startup script failed' } } }]] : [])
  }

  connect(): void {
    this.say('info', this.era === 'v0.17.4' ? 'running loop' : 'connecting to coderd', [], { from: ['./agent/agent.go:186', '(*agent).runLoop'] })
    if (!SINGLE.includes(this.era)) for (const name of ['handle manifest', 'report lifecycle', 'send logs']) this.say('debug', this.era === 'v2.10.0' ? 'starting routine' : 'starting agent routine', [['name', name]])
  }

  chatter(): void {
    const named = { logger: TABBED.includes(this.era) ? 'tailnet.wgengine' : 'net.tailnet.net.wgengine', from: ['./tailnet/conn.go:733', 'Logger.func1'] as [string, string] }
    this.say('debug', '[v2] UDP bind has been updated', [], named)
    this.say('debug', 'magicsock: derp-999 error="exit status 1"; startup script failed', [], named)
    if (!TABBED.includes(this.era)) this.say('debug', 'sdk request', [['method', 'GET'], ['url', 'https://coder.example.com/api/v2/workspaceagents/me/rpc'], ['body', 'agent is starting now']])
    this.say('info', 'agent is starting now or later', [['name', 'x']], { logger: 'http_api_server.stdlib' })
  }

  lifecycle(state: string): void {
    const iso = (ms: number): string => new Date(ms).toISOString().replace('Z', '418Z')
    const moment = (name: string, ms: number): FieldValue => ({ json: { state: name, changed_at: ms === 0 ? '0001-01-01T00:00:00Z' : iso(ms) } })
    const from: [string, string] = ['./agent/agent.go:261', '(*agent).setLifecycle']
    if (SINGLE.slice(0, 3).includes(this.era)) this.say('debug', 'set lifecycle state', [['state', state], [this.era === 'v0.17.4' ? 'previous' : 'last', this.state]], { from })
    else this.say('debug', 'set lifecycle state', [['current', moment(state, this.nowMs)], ['last', moment(this.state || 'created', this.changedMs)]], { from })
    this.say('debug', this.era === 'v0.17.4' ? 'post lifecycle state' : 'reporting lifecycle state', [['state', state]], { from })
    this.state = state
    this.changedMs = this.nowMs
  }

  begin(scripts: readonly PlannedScript[]): void {
    this.lifecycle('starting')
    if (SINGLE.includes(this.era)) {
      const old = this.era === 'v0.17.4' || this.era === 'v2.1.5'
      const phase: Field[] = this.era === 'v0.17.4' ? [] : [['lifecycle', 'startup']]
      for (const { text } of scripts) this.say('info', old ? 'running startup script' : 'running script', [...phase, ['script', text]], { from: ['./agent/agent.go:644', '(*agent).runScript'] })
      return
    }
    this.say('info', 'initializing agent scripts', [['script_count', scripts.length], ['log_dir', '/tmp']])
    scripts.forEach((script, index) => this.say('info', 'running agent script', [...this.identity(script, index), ['script', script.text]]))
  }

  /** One script's end, where this version writes one. */
  end(script: PlannedScript, index: number): void {
    const { ends, tookMs } = script
    if (ends === 'running') return
    const time: Field = ['execution_time', goDuration(tookMs + 0.208)]
    if (SINGLE.includes(this.era)) return this.endSingle(script, time)
    if (ends === 'not-started') return
    const fields: Field[] = [...this.identity(script, index), time]
    if (ends === 0) return this.say('info', `${script.path} script completed`, [...fields, ['exit_code', 0]])
    if (ends === 'left-open') {
      const details = 'This usually means a child process was started with references to stdout or stderr. As a result, this process may now have been terminated.'
      this.say('warn', 'script exited successfully, but output pipes were not closed after 10s', [...this.identity(script, index), ['details', details], ['error', 'exec: WaitDelay expired before I/O complete']])
    }
    const known = typeof ends === 'number'
    this.say('warn', `${script.path} script failed`, [...fields, ['exit_code', known ? ends : ends === 'killed' ? -1 : 255], ['error', this.errorOf(ends)]])
  }

  /** What follows the last one. */
  finish(scripts: readonly PlannedScript[]): void {
    const bad = scripts.findIndex((s) => s.ends !== 0 && s.ends !== 'running' && s.ends !== 'over-time')
    if (scripts.some((s) => s.ends === 'running')) return
    if (bad >= 0 && !SINGLE.includes(this.era)) {
      const script = scripts[bad]!
      const id = this.era === 'v2.2.1' ? script.path : idOf(bad)
      const inner = script.ends === 'not-started' ? `open ${script.path} script log file:\n    github.com/coder/coder/v2/agent/agentscripts.(*Runner).run\n        /home/runner/actions-runner/_work/coder/coder/agent/agentscripts/agentscripts.go:251\n  - open ${script.path}: no such file or directory` : this.errorOf(script.ends)
      const error = `run agent script ${JSON.stringify(id)}:\n    github.com/coder/coder/v2/agent/agentscripts.(*Runner).Execute.func2\n        /home/runner/actions-runner/_work/coder/coder/agent/agentscripts/agentscripts.go:228\n  - ${inner}`
      this.say('warn', this.era === 'v2.2.1' ? 'startup script failed' : 'startup script(s) failed', [['error', error]])
    }
    if (SINGLE.includes(this.era) && scripts[bad]?.ends === 'timeout') return
    this.lifecycle(bad < 0 ? 'ready' : scripts[bad]!.ends === 'timeout' ? 'start_timeout' : 'start_error')
  }

  private endSingle({ ends, tookMs }: PlannedScript, time: Field): void {
    const phase: Field[] = this.era === 'v2.1.5' || this.era === 'v0.24.1' ? [['lifecycle', 'startup']] : []
    if (ends === 'over-time' || ends === 'timeout') {
      if (this.era === 'v2.1.5') this.say('warn', 'script timed out', [...phase, ['timeout', '5m0s']], { from: AGENT })
      else this.say('warn', 'startup script timed out', [], { from: ['./agent/agent.go:307', '(*agent).run.func2'] })
      this.lifecycle('start_timeout')
      if (ends === 'timeout') return
      this.later(tookMs)
      return this.say('info', 'startup script completed', [...phase, time], { from: AGENT })
    }
    const code: Field[] = this.era === 'v2.1.5' ? [['exit_code', typeof ends === 'number' ? ends : 255]] : []
    if (ends === 0) return this.say('info', 'startup script completed', [...phase, time, ...code], { from: AGENT })
    const cause = ends === 'not-started' ? 'open startup script log file: open /tmp/coder-startup-script.log: permission denied' : typeof ends === 'number' ? `exit status ${ends}` : 'signal: killed'
    const error = ends === 'not-started' ? cause : `run:\n    github.com/coder/coder/agent.(*agent).runScript\n        /home/runner/actions-runner/_work/coder/coder/agent/agent.go:665\n  - ${cause}`
    this.say('warn', 'startup script failed', [...phase, time, ...code, ['error', error]], { from: AGENT })
  }

  private errorOf(ends: PlannedScript['ends']): string {
    if (ends === 'timeout') return 'script timed out:\n    github.com/coder/coder/v2/agent/agentscripts.init\n        /home/runner/actions-runner/_work/coder/coder/agent/agentscripts/agentscripts.go:33'
    if (ends === 'left-open') return 'script exited without closing output pipes'
    return ends === 'killed' ? 'signal: killed' : `exit status ${ends}`
  }

  private identity(script: PlannedScript, index: number): Field[] {
    const path: Field = ['log_path', script.path]
    return this.era === 'v2.2.1' ? [path] : [['log_source_id', idOf(index)], path, ['script_data_dir', `/tmp/coder-script-data/${idOf(index)}`]]
  }
}

function idOf(index: number): string {
  return `5d1c7a52-8f0e-4e6b-9a6f-0b1b5f0c9d1${index}`
}

function tabbed(said: Said): string {
  const fields = said.fields ?? []
  const block = fields.find(([, value]) => typeof value === 'string' && value.trim().includes('\n'))
  const plain = fields.filter((one) => one !== block).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value !== null && typeof value === 'object' ? value.json : value)}`)
  const [place, func] = said.from ?? AGENT
  const message = /["\\\t]/.test(said.message) ? JSON.stringify(said.message) : said.message
  const head = [
    `${utcStamp(said.atMs)} [${said.level.toUpperCase()}]`,
    ...(said.logger ? [`(${said.logger})`] : []),
    `<${place}>`,
    func,
    message,
    ...(plain.length > 0 ? [`{${plain.join(', ')}}`] : []),
  ].join('\t')
  if (!block) return `${head}\n`
  const [first = '', ...rest] = String(block[1]).trim().split('\n')
  const indent = ' '.repeat(block[0].length + 6)
  return [`${head} ...`, `  "${block[0]}": ${first}`, ...rest.map((line) => (line === '' ? '' : indent + line)), ''].join('\n')
}

function json(said: Said): string {
  const value = (one: FieldValue): unknown => (one !== null && typeof one === 'object' ? one.json : one)
  const fields = (said.fields ?? []).map(([key, one]) => [key, key === 'error' ? String(one).split('\n  - ').map((cause) => ({ msg: cause.split('\n')[0]!.replace(/:$/, ''), fun: 'f', loc: 'agent.go:1' })) : value(one)])
  const all = { ts: new Date(said.atMs).toISOString().replace('Z', '418Z'), level: said.level.toUpperCase(), msg: said.message, caller: '/home/runner/agent.go:1538', func: 'agent.f', ...(said.logger ? { logger_names: [said.logger] } : {}), fields: Object.fromEntries(fields) as object }
  return `${JSON.stringify(all)}\n`
}

/** As with FORCE_COLOR: a reset before every line, colours for the level and the keys. */
function coloured(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : `\x1b[0m${line.replace(/\[(\w{4})\]/, '\x1b[36m[$1]\x1b[0m').replace(/ {2}([a-z_]+)=/g, '  \x1b[34m$1\x1b[0m=')}`))
    .join('\n')
}
