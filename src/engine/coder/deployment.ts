import { createHash } from 'node:crypto'
import type { DeploymentInfo, Failure, Result } from '@shared/model'
import { listByCli, startByCli, tokenByCli, type CliCall } from './cli'
import { loginStamp, sessionOf } from './config-folder'
import { cliMissing, loggedOut, refuse } from './failures'
import { pauseMs, POLL_MS, STARTING_POLL_MS } from './poll-pace'
import { RestClient } from './rest'
import { Starts } from './starts'
import { metered, Traffic } from './traffic'
import type { CliAccess, CoderPorts, CoderWorkspace, Fetch, TrafficMeter } from './types'

/** Where REST fails but the program gets through (headers or a proxy of its own), REST is left alone this long. */
const REST_PAUSE_MS = 10 * 60_000

/** How a deployment can be asked. At least one of both is there. */
export interface Ways {
  /** Token that the person entered; it comes before what the `coder` program knows. */
  token: string | null
  /** A login of the `coder` program; `binary` is null where the program itself is missing. */
  login: { binary: string | null; folder: string | null; folderPath: string } | null
}

/** Ids are made from the address, so that a window can go on with them after a restart of the engine. */
export function deploymentId(url: string): string {
  return `d${createHash('sha256').update(url).digest('hex').slice(0, 12)}`
}

/** One deployment: its list of workspaces, read again and again, and kept when a reading fails. */
export class Deployment {
  readonly id: string
  #ways: Ways
  #workspaces: readonly CoderWorkspace[] = []
  #checkedMs: number | null = null
  #failure: Failure | null = null
  #failures = 0
  #refreshing = false
  #timer: NodeJS.Timeout | null = null
  #stopping = new AbortController()
  /** What the program's login gave us, the login it belongs to, and whether the server refused it. */
  #own: { stamp: string; token: string | null; refused: boolean } | null = null
  #restPausedUntilMs = 0
  #listedAtMs = -Infinity
  #listedStamp = ''
  /** Readings in a row that told nothing new. */
  #unchanged = 0
  #onBattery = false
  /** When the last reading ended (ms, `performance.now()`). */
  #readAtMs = 0
  readonly #starts: Starts
  readonly #traffic: TrafficMeter

  constructor(
    readonly url: string,
    ways: Ways,
    private readonly ports: CoderPorts,
    private readonly onChange: () => void,
  ) {
    this.id = deploymentId(url)
    this.#ways = ways
    this.#traffic = ports.traffic ?? new Traffic()
    this.#starts = new Starts({
      deploymentId: this.id,
      rest: () => this.rest(),
      openSocket: ports.openSocket,
      traffic: this.#traffic,
      onList: (workspaces) => {
        this.#workspaces = workspaces
        this.#paceChanged()
        this.onChange()
      },
      onCover: () => this.#paceChanged(),
    })
  }

  info(): DeploymentInfo {
    return {
      id: this.id,
      url: this.url,
      via: this.#ways.token === null ? 'cli' : 'token',
      checkedMs: this.#checkedMs,
      failure: this.#failure,
      refreshing: this.#refreshing,
    }
  }

  get workspaces(): readonly CoderWorkspace[] {
    return this.#workspaces
  }

  /** The program and folder to reach workspaces with; null where there is no program that is logged in. */
  cli(): CliAccess | null {
    const login = this.#ways.login
    return login?.binary ? { binary: login.binary, folder: login.folder } : null
  }

  get givenToken(): string | null {
    return this.#ways.token
  }

  /** Shows the list of an earlier start until the first reading of this one. */
  seed(workspaces: CoderWorkspace[], checkedMs: number): void {
    if (this.#checkedMs !== null) return
    this.#workspaces = workspaces
    this.#checkedMs = checkedMs
  }

  setWays(ways: Ways): void {
    if (JSON.stringify(ways) === JSON.stringify(this.#ways)) return
    this.#ways = ways
    this.#own = null
    this.#restPausedUntilMs = 0
    this.#starts.reset()
    void this.refresh()
  }

  /** On battery the list is read less often. */
  setOnBattery(onBattery: boolean): void {
    if (onBattery === this.#onBattery) return
    this.#onBattery = onBattery
    this.#unchanged = 0
    this.#paceChanged()
  }

  /** Reads the list now; where only the program can do it and did so within the last minute, as soon as that is over. */
  async refresh(): Promise<void> {
    if (this.#refreshing || this.#stopping.signal.aborted) return
    this.#schedule(null)
    this.#refreshing = true
    this.onChange()
    const askedAtMs = performance.now()
    const result = await this.#read()
    this.#refreshing = false
    if (this.#stopping.signal.aborted) return
    if (result === 'later') {
      this.#schedule(Math.max(0, this.#listedAtMs + this.#leastPauseMs() - Date.now()))
    } else {
      this.#take(result, askedAtMs)
      this.#readAtMs = performance.now()
      this.#schedule(this.#pauseMs())
    }
    this.onChange()
  }

  /** Starts a stopped workspace. Over REST it resolves when the build is queued, with the program when it has ended. */
  async start(workspace: CoderWorkspace): Promise<Result<null>> {
    const rest = await this.rest()
    const cli = this.cli()
    const result = rest
      ? await rest.start(workspace.id)
      : cli
        ? await startByCli(this.#call(cli), `${workspace.owner}/${workspace.name}`)
        : refuse(cliMissing())
    if (result.ok) void this.refresh()
    return result
  }

  /** The REST API under the entered token or the program's own session; null where there is no token to be had. */
  async rest(fetch: Fetch = this.ports.fetch): Promise<RestClient | null> {
    const token = this.#ways.token ?? (await this.#ownToken())
    if (token === null) return null
    const client = RestClient.create(fetch, { url: this.url, token })
    return client.ok ? client.value : null
  }

  stop(): void {
    this.#stopping.abort()
    this.#starts.stop()
    this.#schedule(null)
  }

  async #read(): Promise<Result<CoderWorkspace[]> | 'later'> {
    const rest = Date.now() < this.#restPausedUntilMs ? null : await this.rest(metered(this.ports.fetch, this.#traffic))
    const overRest = rest && (await rest.workspaces(this.id, this.#stopping.signal))
    if (overRest?.ok) return overRest
    if (overRest?.failure.code === 'CODER_LOGGED_OUT' && this.#own) this.#own.refused = true

    const cli = this.cli()
    if (!cli) return overRest ?? refuse(this.#ways.token === null ? cliMissing() : loggedOut(this.url, 'token'))
    const stamp = await loginStamp(this.#ways.login?.folderPath ?? '')
    const tooSoon = Date.now() < this.#listedAtMs + this.#leastPauseMs() && stamp === this.#listedStamp
    if (tooSoon) return overRest ?? 'later'
    this.#listedAtMs = Date.now()
    this.#listedStamp = stamp
    this.#traffic.add({ calls: 1 })
    const overCli = await listByCli(this.#call(cli), this.id, (bytes) => this.#traffic.add({ bytes }))
    if (overCli.ok && overRest) this.#restPausedUntilMs = Date.now() + REST_PAUSE_MS
    return overCli
  }

  #take(result: Result<CoderWorkspace[]>, askedAtMs: number): void {
    if (result.ok) {
      const before = newsOf(this.#workspaces)
      const hasRest = (this.#ways.token !== null || this.#own?.token != null) && Date.now() >= this.#restPausedUntilMs
      this.#workspaces = this.#starts.take(result.value, askedAtMs, hasRest)
      this.#unchanged = newsOf(this.#workspaces) === before ? this.#unchanged + 1 : 0
      this.#checkedMs = Date.now()
      this.#failure = null
      this.#failures = 0
      return
    }
    this.#failures++
    if (this.#failure?.sentence !== result.failure.sentence) this.ports.note('warn', `coder: ${result.failure.sentence}`)
    this.#failure = result.failure
  }

  /** Until the next reading (ms); after failures spread by up to a tenth, so that not all apps come back at once. */
  #pauseMs(): number {
    const pause = pauseMs({ starting: this.#starts.unheard, failures: this.#failures, unchanged: this.#unchanged, onBattery: this.#onBattery })
    return this.#failures === 0 ? pause : pause * (1 + Math.random() / 10)
  }

  /** The program is run no more often than this (ms), however often it is asked: a list costs it 100 MB for a second. */
  #leastPauseMs(): number {
    return this.#starts.unheard && !this.#onBattery ? STARTING_POLL_MS : POLL_MS
  }

  #paceChanged(): void {
    if (this.#timer && !this.#refreshing && this.#failures === 0) this.#schedule(Math.max(0, this.#readAtMs + this.#pauseMs() - performance.now()))
  }

  #schedule(inMs: number | null): void {
    if (this.#timer) clearTimeout(this.#timer)
    // The timer of a stopped one would bring it back.
    this.#timer = inMs === null || this.#stopping.signal.aborted ? null : setTimeout(() => void this.refresh(), inMs)
    this.#timer?.unref()
  }

  /** Asked for once per login; a token that the server refused is not tried again until the person logs in anew. */
  async #ownToken(): Promise<string | null> {
    const login = this.#ways.login
    if (!login) return null
    const stamp = await loginStamp(login.folderPath)
    if (this.#own?.stamp !== stamp) {
      const { env } = this.ports
      const cli = this.cli()
      const token =
        (login.folder === null && env['CODER_SESSION_TOKEN']) ||
        (cli && (await tokenByCli(this.#call(cli)))) ||
        (await sessionOf(login.folderPath))
      this.#own = { stamp, token, refused: false }
    }
    return this.#own.refused ? null : this.#own.token
  }

  #call(access: CliAccess): CliCall {
    return { access, place: this.url, env: this.ports.env, signal: this.#stopping.signal }
  }
}

/** What of a list is news; times of last contact change with every reading. */
function newsOf(workspaces: readonly CoderWorkspace[]): string {
  return JSON.stringify(workspaces.map((w) => [w.id, w.buildId, w.status, w.agents.map((a) => [a.id, a.status, a.lifecycle])]))
}
