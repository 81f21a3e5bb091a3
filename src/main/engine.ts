import { MessageChannelMain, utilityProcess, type MessagePortMain, type WebContents } from 'electron'
import enginePath from '../engine/host?modulePath'
import type { EngineHealth, Pushes } from '@shared/contract/channels'
import type { TicketedFile } from '@shared/contract/files'
import type { EngineNews, FromEngineControl } from '@shared/contract/control'
import type { Settings } from '@shared/settings'
import { engineEnvironment } from './engine-env'
import { superviseEngine, type EngineProcess } from './supervisor'

export interface EngineHostPorts {
  userDataDir: string
  settings(): Settings
  /** Secrets: they go to the engine over its own port and nowhere else. */
  coderTokens(): { url: string; token: string }[]
  onHealth(health: EngineHealth): void
  /** Files that windows may open. */
  files(): TicketedFile[]
  /** Null until they are known. */
  passphrases(): { keyId: string; passphrase: string }[] | null
  /** Keys of encrypted recordings; null until they are known. */
  recordingKeys(): string[] | null
  onNews(news: EngineNews): void
  note(level: 'info' | 'warn' | 'error', text: string): void
}

export interface EngineHost {
  /** Starts the engine unless it runs; one that was given up (`down`) gets a new chance. */
  start(): void
  /**
   * Gives the window a port to the engine, now or as soon as it runs. Each question is
   * answered once: after a restart the page asks again, with a new nonce.
   */
  connect(window: WebContents, nonce: string): void
  applySettings(settings: Settings): void
  /** Tells the engine of the tokens there are now. */
  applyTokens(): void
  /** Tells it of the passphrases that are kept now. */
  applyPassphrases(): void
  /** Tells it of the keys of encrypted recordings. */
  applyRecordingKeys(): void
  /** Tells it of the files that windows may open. */
  applyFiles(): void
  /** Lets the engine write a file that the person chose, for whoever shows the ticket. */
  allowSave(ticket: string, path: string): void
  /** The machine woke up: connections are looked at before anyone does. */
  wake(): void
  /** The machine runs on its battery, or on the mains again. */
  applyPower(onBattery: boolean): void
  /** The machine is in another network: connections that came from an address that is gone are made anew. */
  networkChanged(): void
  stop(): Promise<void>
}

/** The engine's process and its windows: forks it, supervises it, hands out ports. */
export function createEngineHost(ports: EngineHostPorts): EngineHost {
  let onBattery = false
  const waiting = new Map<WebContents, string>()
  const supervisor = superviseEngine<MessagePortMain>({
    fork: () => forkEngine(ports.note),
    init: () => ({ type: 'init', userDataDir: ports.userDataDir, settings: ports.settings() }),
    onHealth: ports.onHealth,
    onNews: ports.onNews,
    onReady: () => {
      if (ports.coderTokens().length > 0) applyTokens()
      applyPassphrases()
      applyRecordingKeys()
      if (onBattery) applyPower()
      if (ports.files().length > 0) applyFiles()
      for (const [window, nonce] of waiting) handPort(window, nonce)
    },
    note: ports.note,
    now: () => performance.now(),
  })

  function applyTokens(): void {
    supervisor.post({ type: 'coder.tokens', tokens: ports.coderTokens() })
  }

  function applyPassphrases(): void {
    const kept = ports.passphrases()
    if (kept) supervisor.post({ type: 'passphrases', kept })
  }

  function applyRecordingKeys(): void {
    const keys = ports.recordingKeys()
    if (keys && keys.length > 0) supervisor.post({ type: 'recording.keys', keys })
  }

  function applyFiles(): void {
    supervisor.post({ type: 'files', files: ports.files() })
  }

  function applyPower(): void {
    supervisor.post({ type: 'power', onBattery })
  }

  function handPort(window: WebContents, nonce: string): void {
    waiting.delete(window)
    if (window.isDestroyed()) return
    const { port1, port2 } = new MessageChannelMain()
    if (supervisor.post({ type: 'window' }, port1)) window.postMessage('engine.port', nonce, [port2])
  }

  return {
    start: () => supervisor.start(),
    connect(window, nonce) {
      const health = supervisor.health()
      if (health === 'running') return handPort(window, nonce)
      if (!waiting.has(window)) window.once('destroyed', () => waiting.delete(window))
      waiting.set(window, nonce)
      // A page that was loaded after the news would wait for ever.
      window.send('engine.health', { health } satisfies Pushes['engine.health'])
    },
    applySettings: (settings) => void supervisor.post({ type: 'settings', settings }),
    applyTokens,
    applyPassphrases,
    applyRecordingKeys,
    applyFiles,
    allowSave: (ticket, path) => void supervisor.post({ type: 'save.ticket', ticket, path }),
    wake: () => void supervisor.post({ type: 'wake' }),
    applyPower(next) {
      onBattery = next
      applyPower()
    },
    networkChanged: () => void supervisor.post({ type: 'network' }),
    stop: () => supervisor.stop(),
  }
}

function forkEngine(note: EngineHostPorts['note']): EngineProcess<MessagePortMain> {
  const child = utilityProcess.fork(enginePath, [], {
    env: engineEnvironment(process.env, process.platform),
    serviceName: 'Tailpane engine',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // Node prints its last words there when it dies; the line of minified source in them says nothing.
  child.stderr?.on('data', (chunk: Buffer) => {
    const lines = chunk.toString('utf8').split('\n').filter((line) => line.trim() !== '' && line.length < 400)
    if (lines.length > 0) note('warn', `engine wrote: ${lines.join('\n')}`)
  })
  return {
    post: (message, port) => child.postMessage(message, port ? [port] : []),
    onMessage: (listener) => void child.on('message', (message: FromEngineControl) => listener(message)),
    onExit: (listener) => void child.once('exit', (code) => listener(code)),
    kill() {
      // SIGTERM, which is what `child.kill` sends, is not heard by a process stuck in a loop.
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL')
      else child.kill()
    },
  }
}
