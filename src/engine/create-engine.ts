import { dirname, join } from 'node:path'
import type { EngineEvent } from '@shared/contract/port'
import type { TicketedFile } from '@shared/contract/files'
import type { RunOutcome, WatchSummary } from '@shared/contract/watch'
import type { AgentInfo, WorkspaceInfo } from '@shared/model'
import type { Settings } from '@shared/settings'
import { LineMasker } from '@shared/text/mask'
import { createDeployments, openWebSocket, Traffic, type Fetch, type RestAccess } from './coder'
import { RecordingKeyring, RecordingList, RecordingStore } from './recordings'
import { CompareSidesOf, HistoryRequests, OpenedAgents, Requests, WindowSession, type WindowPort } from './serve'
import { KeptPassphrases, type PassphraseKeeper } from './ssh'
import { BlockCache } from './source'
import { Scraper, Watch, type Explanation } from './watch'
import { LocalWorkspace, logId, Prompts, SavedRuns, WorkspaceRegistry } from './workspaces'

export type { WindowPort } from './serve'

/** What the engine needs from whoever runs it: the app, a test or the benchmark. */
export interface EnginePorts {
  settings: Settings
  /** The app's own known_hosts file (absolute path); what the engine caches stands beside it. */
  knownHostsFile: string
  /** HOME, PATH, SSH_AUTH_SOCK and the like, as the person's shell has them. */
  env: NodeJS.ProcessEnv
  /** HTTP, so that the app can lend the system's proxy and certificates; Node's own when left out. */
  fetch?: Fetch
  /** A line for the diary; never secrets, never log text. */
  note(level: 'info' | 'warn' | 'error', text: string): void
  /** Who keeps passphrases beyond this start; none are kept when left out. */
  passphrases?: PassphraseKeeper
  /** Who wants to hear what runs come to; nothing is watched when left out. */
  watch?: { onOutcome(outcome: RunOutcome): void; onSummary(summary: WatchSummary): void }
}

export interface Engine {
  attach(port: WindowPort): void
  applySettings(settings: Settings): void
  /** Deployments that the person added by token, all of them at each change. */
  setCoderTokens(tokens: readonly RestAccess[]): void
  /** The passphrases that are kept, all of them at each change. */
  setPassphrases(kept: readonly { keyId: string; passphrase: string }[]): void
  /** The keys of encrypted recordings, each 32 bytes, all of them at each change; the last one seals new recordings. */
  setRecordingKeys(keys: readonly Buffer[]): void
  /** The person chose this file to save a selection in; who shows the ticket may have it written, once. */
  allowSave(ticket: string, path: string): void
  /** The files that the person chose to open, all of them at each change; windows open them by their tickets. */
  setFiles(files: readonly TicketedFile[]): void
  /** The machine woke up. */
  wake(): void
  /** On battery, lists are read less often. */
  setOnBattery(onBattery: boolean): void
  /** The machine's addresses changed: it is in another network. */
  networkChanged(): void
  /** Closes every connection, the demo workspace and every window's panes. */
  stop(): Promise<void>
}

const MIB = 1024 * 1024
const MINUTE = 60_000
/** Changes of workspaces closer together than this reach the windows as one (ms). */
const CHANGE_PAUSE_MS = 40
/** Facts such as "starting, 34 s" are told anew this often (ms). */
const FACTS_MS = 5000

/** The whole engine: plain Node, run by the app in a process of its own. */
export function createEngine(ports: EnginePorts): Engine {
  const { note, env, knownHostsFile } = ports
  let { settings } = ports
  const windows = new Set<WindowSession>()
  const broadcast = (event: EngineEvent): void => windows.forEach((w) => w.send(event))
  const onDefect = (error: unknown): void => note('error', error instanceof Error ? (error.stack ?? error.message) : String(error))
  const cache = new BlockCache(settings.logCacheMib * MIB, settings.totalCacheMib * MIB)
  const passphrases = new KeptPassphrases(ports.passphrases ?? null)
  const prompts = new Prompts(
    (prompt) => broadcast({ event: 'prompt', prompt }),
    (promptId) => broadcast({ event: 'prompt.gone', promptId }),
  )
  let timer: NodeJS.Timeout | null = null
  let toldAt = -Infinity
  let told = ''
  const workspaces = (): Extract<EngineEvent, { event: 'workspaces' }> => ({
    event: 'workspaces',
    workspaces: [...registry.list(), ...local.list(), ...saved.list()],
    deployments: deployments.list().deployments,
    load: { ...registry.load(), watch: traffic.lastHour() },
  })
  const watch = ports.watch
    ? new Watch({ ...ports.watch, file: join(dirname(knownHostsFile), 'watch.json'), note, lookAt: (workspace, agent) => lookAt(workspace, agent) }, settings)
    : null
  const tellWorkspaces = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
    toldAt = performance.now()
    if (windows.size === 0 && !watch) return
    const event = workspaces()
    watch?.take(event.workspaces.filter((one) => one.kind !== 'local' && one.kind !== 'saved'), event.deployments)
    // Every few seconds nothing has changed, and each window would have to find that out.
    const text = JSON.stringify(event)
    if (text !== told) broadcast(event)
    told = text
  }
  const tellWorkspacesSoon = (): void => {
    timer ??= setTimeout(tellWorkspaces, Math.max(0, toldAt + CHANGE_PAUSE_MS - performance.now()))
  }
  const traffic = new Traffic()
  const deployments = createDeployments(
    { fetch: ports.fetch ?? (fetch as Fetch), openSocket: openWebSocket, env, cacheFile: join(dirname(knownHostsFile), 'coder-lists.json'), traffic, note },
    { binary: settings.coderPath || null, folders: settings.coderFolders },
  )
  const recordingKeys = new RecordingKeyring()
  const recordings = new RecordingStore(join(dirname(knownHostsFile), 'recordings'), settings, recordingKeys, note, onDefect)
  const registry = new WorkspaceRegistry({
    link: { knownHostsFile, env, note, passphrases },
    asker: (agentId) => prompts.asker(agentId),
    cache,
    record: (agent) => recordings.record(agent),
    recorded: recordings,
    deployments,
    openSocket: openWebSocket,
    env,
    // A host that was added by hand can be watched over its connection only.
    idleMs: (coder) => (coder ? settings.idleCoderMin * MINUTE : settings.watch && settings.watchHosts ? Infinity : settings.idleHostMin * MINUTE),
    onChange: tellWorkspacesSoon,
    onDefect,
  })
  const local = new LocalWorkspace({ cache, env, unpackFolder: join(dirname(knownHostsFile), 'unpacked'),
    openOther: (path) => history.openFile(path), onChange: tellWorkspacesSoon, onDefect })
  const scraper = new Scraper({
    visit: (agentId, signal) => registry.visit(agentId, signal),
    keep: (start) => recordings.keepStart(start),
    onConnection: () => traffic.add({ connections: 1 }),
    onBytes: (bytes) => traffic.add({ bytes }),
    note,
    onDefect,
  })
  const lookAt = (workspace: WorkspaceInfo, agent: AgentInfo): Promise<Explanation | null> | null =>
    settings.startsNotKept.includes(workspace.target) ? null : scraper.look(workspace, agent)
  const compareSides = new CompareSidesOf({
    workspaces: () => registry.list(),
    runs: (agentId) => registry.agent(agentId)?.listRuns() ?? [],
    source: (logId) => local.source(logId, null) ?? registry.agent(logId.slice(0, logId.lastIndexOf(':')))?.source(logId, null) ?? null,
    saved: (agentId) => saved.opened(agentId),
    recordingsFolder: join(dirname(knownHostsFile), 'recordings'),
    keys: recordingKeys,
  })
  let masker: LineMasker | null = maskerOf(settings)
  const files = new Map<string, string>()
  const takeFile = (ticket: string): string | null => {
    const path = files.get(ticket) ?? null
    files.delete(ticket)
    return path
  }
  const saved = new SavedRuns(recordingKeys.keyOf, (agentId, path) => registry.agent(agentId)?.source(logId(agentId, path), null) ?? null, tellWorkspacesSoon)
  const history = new HistoryRequests({
    list: new RecordingList(join(dirname(knownHostsFile), 'recordings')),
    keys: recordingKeys,
    runs: saved,
    ownMasks: () => settings.ownMasks,
    fileOf: takeFile,
    tellWorkspaces,
    tell: broadcast,
  })
  const opened = new OpenedAgents()
  const requests = new Requests({ registry, local, deployments, prompts, env, history, saved, tellWorkspaces })
  const facts = setInterval(tellWorkspacesSoon, FACTS_MS)
  facts.unref()

  return {
    attach(port) {
      const session: WindowSession = new WindowSession(port, {
        requests,
        opened,
        compareSides,
        source: ({ logId, resume }) => local.source(logId, resume) ?? registry.agent(logId.slice(0, logId.lastIndexOf(':')))?.source(logId, resume) ?? saved.source(logId),
        searchable: (logId) => local.searchable(logId) ?? registry.agent(logId.slice(0, logId.lastIndexOf(':')))?.searchable(logId) ?? saved.searchable(logId),
        fileOf: takeFile,
        masker: () => masker,
        note,
        onClose: () => windows.delete(session),
      })
      windows.add(session)
      session.send(workspaces())
      for (const prompt of prompts.waiting) session.send({ event: 'prompt', prompt })
    },
    applySettings(next) {
      const secrets = next.hideSecrets !== settings.hideSecrets || next.ownMasks.join('\n') !== settings.ownMasks.join('\n')
      settings = next
      if (secrets) {
        masker = maskerOf(next)
        broadcast({ event: 'secrets.changed' })
      }
      cache.resize(next.logCacheMib * MIB, next.totalCacheMib * MIB)
      deployments.setBinary(next.coderPath || null)
      deployments.setFolders(next.coderFolders)
      watch?.applySettings(next)
      recordings.applySettings(next)
      tellWorkspacesSoon()
    },
    setFiles: (files) => local.setTickets(files),
    allowSave: (ticket, path) => void files.set(ticket, path),
    setPassphrases: (kept) => passphrases.set(kept),
    setRecordingKeys: (keys) => recordingKeys.set(keys),
    setCoderTokens: (tokens) => deployments.setTokens(tokens),
    wake() {
      registry.wake()
      deployments.refresh()
    },
    setOnBattery: (onBattery) => deployments.setOnBattery(onBattery),
    networkChanged() {
      registry.networkChanged()
      deployments.refresh()
    },
    async stop() {
      if (timer) clearTimeout(timer)
      clearInterval(facts)
      for (const session of [...windows]) session.close()
      await Promise.all([watch?.stop(), scraper.stop()])
      history.stop()
      registry.closeAll()
      local.stop()
      saved.closeAll()
      await recordings.settled()
      deployments.stop()
      await requests.stop()
    },
  }
}

/** Lines are given as bytes read as latin1, and so are the person's own rules. */
function maskerOf({ hideSecrets, ownMasks }: Settings): LineMasker | null {
  return hideSecrets ? new LineMasker({ own: ownMasks }, (text) => Buffer.from(text).toString('latin1')) : null
}
