import { randomUUID } from 'node:crypto'
import { composeEntry, rotatedLogName, type AgentLogEntry } from './agent-log'
import * as entries from './agent-entries'
import { BEFORE_CONNECTING, NETWORK, ROUTINES, sshEntry } from './agent-boot'
import { chatter, type Spoken, type Utterance } from './chatter'
import type { Lifecycle } from '@shared/model'
import { play, type Playing, type Step } from './play'
import { Random } from './random'
import type { Recipe } from './scripts/output'
import { VirtualFiles } from './virtual-files'

const LOG_DIR = '/var/log'
const AGENT_LOG = `${LOG_DIR}/coder-agent.log`
const STARTUP_LOG = `${LOG_DIR}/coder-startup-script.log`
const HOME = '/home/coder'

/** One agent of the demo: a file system of its own in which a start is played and the agent goes on talking. */
export class DemoAgent {
  readonly files = new VirtualFiles(HOME)
  readonly #script = { id: randomUUID(), logPath: STARTUP_LOG }
  readonly #random: Random
  readonly #address: string
  readonly #playing: Playing[] = []
  #lifecycle: entries.LifecycleMoment = { state: 'created', atMs: null }
  #putAside: string | null = null
  #started = false

  constructor(
    readonly name: string,
    private readonly recipe: Recipe,
    private readonly speed: number,
    /** The real agent puts its log aside at 5 MiB, too. */
    private readonly rotateBytes = 5 * 1024 * 1024,
  ) {
    this.#random = new Random(name)
    this.#address = this.#tailnetAddress()
    this.files.makeDirectory('/tmp')
    this.files.create('/proc/self/environ', { mode: 0o400, sizeHidden: true })
    this.files.append('/proc/self/environ', this.#environment())
    this.files.create(AGENT_LOG)
  }

  /** Plays the start from the agent's first entry on, once. */
  start(): void {
    if (this.#started) return
    this.#started = true
    this.#write(entries.agentStarting(nowMs(), 'coder.example.com'))
    this.#play([
      ...BEFORE_CONNECTING.map((spoken) => this.#step(spoken)),
      { afterMs: 90, act: () => this.#write(entries.connectingToCoderd(nowMs())) },
      { afterMs: 55, act: () => {} },
      ...ROUTINES.map((spoken) => this.#step(spoken)),
      { afterMs: 25, act: () => this.#write(entries.fetchedManifest(nowMs())) },
      { afterMs: 6, act: () => this.#runScript() },
    ])
  }

  stop(): void {
    for (const playing of this.#playing) playing.stop()
  }

  /** A client has connected; call the result when a session of it begins. */
  connected(remotePort: number): () => { ended(): void } {
    const addresses = { remote: `[${this.#tailnetAddress()}]:${remotePort}`, local: `[${this.#address}]:1` }
    this.#say(sshEntry('connected', addresses, ''))
    return () => {
      const id = randomUUID()
      this.#say(sshEntry('session', addresses, id))
      return { ended: () => this.#say(sshEntry('session-end', addresses, id)) }
    }
  }

  #runScript(): void {
    this.#enter('starting')
    this.#write(entries.initializingScripts(nowMs(), 1, LOG_DIR))
    this.#write(entries.runningScript(nowMs(), this.#script, this.recipe.script))
    this.files.create(STARTUP_LOG)
    const startedMs = performance.now()
    const output = this.recipe.output.map(({ afterMs, text }): Step => {
      return { afterMs, act: () => this.files.append(STARTUP_LOG, typeof text === 'string' ? text : text(nowMs())) }
    })
    this.#play([...output, { afterMs: 30, act: () => this.#scriptEnded(performance.now() - startedMs) }])
    this.#play(NETWORK.map((spoken) => this.#step(spoken)))
    this.#play(this.#chatter())
  }

  #scriptEnded(tookMs: number): void {
    const { exitCode } = this.recipe
    if (exitCode === null) return
    if (exitCode === 0) {
      this.#write(entries.scriptCompleted(nowMs(), this.#script, tookMs))
      this.#enter('ready')
    } else {
      this.#write(entries.scriptFailed(nowMs(), this.#script, tookMs, exitCode))
      this.#write(entries.startupScriptsFailed(nowMs(), this.#script, exitCode))
      this.#enter('start_error')
    }
  }

  #enter(state: Lifecycle): void {
    const moment = { state, atMs: nowMs() }
    this.#write(entries.lifecycleSet(moment, this.#lifecycle))
    this.#lifecycle = moment
    this.#write(entries.lifecycleReported(nowMs(), moment, false))
    this.#play([{ afterMs: 9, act: () => this.#write(entries.lifecycleReported(nowMs(), moment, true)) }])
  }

  *#chatter(): Generator<Step> {
    for (const spoken of chatter(this.#random)) yield this.#step(spoken)
  }

  #step(spoken: Spoken): Step {
    return { afterMs: spoken.afterMs, act: () => this.#say(spoken.entry) }
  }

  #play(steps: Iterable<Step>): void {
    this.#playing.push(play(steps, this.speed))
  }

  #say(entry: Utterance): void {
    this.#write({ ...entry, atMs: nowMs() })
  }

  /** Appends whole entries; a full log is renamed and a new one begun. Only one old log is kept, to bound the memory. */
  #write(entry: AgentLogEntry): void {
    const text = Buffer.from(composeEntry(entry), 'utf8')
    const sizeBytes = this.files.sizeOf(AGENT_LOG)
    if (sizeBytes > 0 && sizeBytes + text.length > this.rotateBytes) {
      if (this.#putAside) this.files.remove(this.#putAside)
      this.#putAside = `${LOG_DIR}/${rotatedLogName(entry.atMs)}`
      this.files.rename(AGENT_LOG, this.#putAside)
      this.files.create(AGENT_LOG)
    }
    this.files.append(AGENT_LOG, text)
  }

  #environment(): string {
    const variables = {
      CODER_AGENT_AUTH: 'token',
      CODER_AGENT_LOG_DIR: LOG_DIR,
      CODER_AGENT_URL: 'https://coder.example.com/',
      HOME,
      LANG: 'C.UTF-8',
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      SHELL: '/bin/bash',
      USER: 'coder',
    }
    return Object.entries(variables)
      .map(([key, value]) => `${key}=${value}\0`)
      .join('')
  }

  #tailnetAddress(): string {
    const groups = Array.from({ length: 5 }, () => this.#random.hex(4).replace(/^0+(?=.)/, ''))
    return `fd7a:115c:a1e0:${groups.join(':')}`
  }
}

/** ms since the epoch, with the fraction that the agent's own time stamps have. */
function nowMs(): number {
  return Date.now() + (performance.now() % 1)
}
