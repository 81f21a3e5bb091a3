import type { DeploymentInfo, Result } from '@shared/model'
import { findBinary } from './binary'
import { cleanUrl, defaultFolder, loginUrl, samePath, urlOf } from './config-folder'
import { Deployment, deploymentId, type Ways } from './deployment'
import { refuse, refused } from './failures'
import { ListCache } from './list-cache'
import { POLL_MS } from './poll-pace'
import type { RestClient } from './rest'
import type { CliAccess, CoderPorts, CoderWorkspace, RestAccess } from './types'

/** Everything that the deployments the app knows say of the person's workspaces. Nothing here ever waits for a network. */
export interface Deployments {
  list(): { deployments: DeploymentInfo[]; workspaces: CoderWorkspace[] }
  /** Hears every change of the list, of its age and of failures. */
  onChange(listener: () => void): { dispose(): void }
  /** Looks for deployments and reads all lists now. */
  refresh(): void
  /** Deployments that the person entered with a token; replaces those of before. */
  setTokens(tokens: readonly RestAccess[]): void
  /** Further `--global-config` folders (absolute); replaces those of before. */
  setFolders(folders: readonly string[]): void
  /** The `coder` program's path from the settings; null looks on the PATH. */
  setBinary(path: string | null): void
  /** Whether the machine runs on its battery: lists are then read less often. */
  setOnBattery(onBattery: boolean): void
  /** How to reach a deployment's workspaces; null when there is no such deployment. */
  access(deploymentId: string): DeploymentAccess | null
  /** Starts a stopped workspace by the server's id. May take as long as the build does. */
  start(workspaceId: string): Promise<Result<null>>
  stop(): void
}

export interface DeploymentAccess {
  url: string
  /** The program to tunnel with; null where it is missing or not logged in to this deployment. */
  cli: CliAccess | null
  /** Any `coder` program of this machine, for a tunnel under the entered token. */
  binary: string | null
  /** The token that the person entered; null where the program's login is used. A secret. */
  token: string | null
  /** For the server's copies of logs; null where no token can be had. */
  rest(): Promise<RestClient | null>
}

export interface DeploymentSettings {
  binary?: string | null
  folders?: readonly string[]
  tokens?: readonly RestAccess[]
}

export function createDeployments(ports: CoderPorts, settings: DeploymentSettings = {}): Deployments {
  return new DeploymentSet(ports, settings)
}

class DeploymentSet implements Deployments {
  /** By id, in the order in which they were found. */
  readonly #deployments = new Map<string, Deployment>()
  readonly #listeners = new Set<() => void>()
  readonly #cache: ListCache
  #setting: string | null
  #folders: readonly string[]
  #tokens: readonly RestAccess[]
  #binary: string | null = null
  #looking: Promise<void> | null = null
  #lookAgain = false
  readonly #timer: NodeJS.Timeout
  #stopped = false
  #onBattery = false

  constructor(
    private readonly ports: CoderPorts,
    settings: DeploymentSettings,
  ) {
    this.#setting = settings.binary ?? null
    this.#folders = settings.folders ?? []
    this.#tokens = settings.tokens ?? []
    this.#cache = new ListCache(ports.cacheFile, (text) => ports.note('warn', text))
    // The person may log in with the program while the app runs.
    this.#timer = setInterval(() => this.#look(), POLL_MS)
    this.#timer.unref()
    this.#look()
  }

  list(): { deployments: DeploymentInfo[]; workspaces: CoderWorkspace[] } {
    const all = [...this.#deployments.values()]
    return { deployments: all.map((d) => d.info()), workspaces: all.flatMap((d) => [...d.workspaces]) }
  }

  onChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener)
    return { dispose: () => this.#listeners.delete(listener) }
  }

  refresh(): void {
    this.#look()
    for (const deployment of this.#deployments.values()) void deployment.refresh()
  }

  setTokens(tokens: readonly RestAccess[]): void {
    this.#tokens = [...tokens]
    this.#look()
  }

  setFolders(folders: readonly string[]): void {
    this.#folders = [...folders]
    this.#look()
  }

  setBinary(path: string | null): void {
    this.#setting = path
    this.#look()
  }

  setOnBattery(onBattery: boolean): void {
    this.#onBattery = onBattery
    for (const deployment of this.#deployments.values()) deployment.setOnBattery(onBattery)
  }

  access(id: string): DeploymentAccess | null {
    const deployment = this.#deployments.get(id)
    if (!deployment) return null
    return { url: deployment.url, cli: deployment.cli(), binary: this.#binary, token: deployment.givenToken, rest: () => deployment.rest() }
  }

  async start(workspaceId: string): Promise<Result<null>> {
    for (const deployment of this.#deployments.values()) {
      const workspace = deployment.workspaces.find((w) => w.id === workspaceId)
      if (workspace) return deployment.start(workspace)
    }
    return refuse(refused('The list of workspaces', 404))
  }

  stop(): void {
    this.#stopped = true
    clearInterval(this.#timer)
    for (const deployment of this.#deployments.values()) deployment.stop()
    this.#listeners.clear()
  }

  /** Finds out which deployments there are; one look at a time, and one more when something changed meanwhile. */
  #look(): void {
    if (this.#looking) {
      this.#lookAgain = true
      return
    }
    this.#looking = this.#findDeployments().finally(() => {
      this.#looking = null
      if (!this.#lookAgain || this.#stopped) return
      this.#lookAgain = false
      this.#look()
    })
  }

  async #findDeployments(): Promise<void> {
    this.#binary = await findBinary(this.#setting, this.ports.env)
    const found = await this.#waysByUrl()
    await this.#cache.load()
    if (this.#stopped) return
    for (const [id, deployment] of this.#deployments) {
      if (found.has(deployment.url)) continue
      deployment.stop()
      this.#deployments.delete(id)
      this.#cache.drop(deployment.url)
    }
    for (const [url, ways] of found) {
      const known = this.#deployments.get(deploymentId(url))
      if (known) known.setWays(ways)
      else this.#add(url, ways)
    }
    this.#changed()
  }

  /** The logins of the program and the entered tokens, by address; the first login of an address counts. */
  async #waysByUrl(): Promise<Map<string, Ways>> {
    const { env } = this.ports
    const standard = defaultFolder(env)
    const ways = new Map<string, Ways>()
    const add = (url: string | null, more: Partial<Ways>): void => {
      if (url === null) return
      const before = ways.get(url) ?? { token: null, login: null }
      ways.set(url, { token: before.token ?? more.token ?? null, login: before.login ?? more.login ?? null })
    }
    const named = env['CODER_URL'] ? loginUrl(env['CODER_URL']) : await urlOf(standard)
    add(named, { login: { binary: this.#binary, folder: null, folderPath: standard } })
    for (const folder of this.#folders) {
      if (samePath(folder, standard) && !env['CODER_URL']) continue
      add(await urlOf(folder), { login: { binary: this.#binary, folder, folderPath: folder } })
    }
    for (const { url, token } of this.#tokens) add(cleanUrl(url), { token })
    return ways
  }

  #add(url: string, ways: Ways): void {
    const deployment = new Deployment(url, ways, this.ports, () => this.#changed())
    deployment.setOnBattery(this.#onBattery)
    const last = this.#cache.of(url, deployment.id)
    if (last) deployment.seed(last.workspaces, last.checkedMs)
    this.#deployments.set(deployment.id, deployment)
    void deployment.refresh()
  }

  #changed(): void {
    if (this.#stopped) return
    for (const deployment of this.#deployments.values()) {
      const { checkedMs } = deployment.info()
      if (checkedMs !== null) this.#cache.put(deployment.url, deployment.workspaces, checkedMs)
    }
    for (const listener of [...this.#listeners]) listener()
  }
}
