import type { EngineHealth } from '@shared/contract/channels'
import type { EngineNews, FromEngineControl, ToEngineControl } from '@shared/contract/control'
import { createBudget } from './budget'

/** One engine process as the supervisor sees it. `Port` is a MessagePort's type. */
export interface EngineProcess<Port> {
  post(message: ToEngineControl, port?: Port): void
  onMessage(listener: (message: FromEngineControl) => void): void
  /** Called once, when the process has ended for whatever reason. */
  onExit(listener: (code: number) => void): void
  /** Ends it at once, even when it no longer answers. */
  kill(): void
}

export interface SupervisorPorts<Port> {
  fork(): EngineProcess<Port>
  /** The first message to every new process. */
  init(): Extract<ToEngineControl, { type: 'init' }>
  onHealth(health: EngineHealth): void
  /** A new process is ready for windows: after the start and after each restart. */
  onReady(): void
  /** News of the watch, and passphrases to keep. */
  onNews?(news: EngineNews): void
  note(level: 'info' | 'warn' | 'error', text: string): void
  /** Ms on a clock that only goes forward. */
  now(): number
}

export interface Supervisor<Port> {
  health(): EngineHealth
  /** Starts the engine; when it was given up (`down`), starts it again with a clean slate. */
  start(): void
  /** Sends to the running engine; false when there is none that is ready. */
  post(message: ToEngineControl, port?: Port): boolean
  /** Asks the engine to close its connections and ends it, at the latest after `STOP_MS`. */
  stop(): Promise<void>
}

/** No beat for so long: the process is stuck. */
export const SILENCE_MS = 10_000
/** Time to the first sign of life, on a machine that is busy with everything else at once. */
export const START_MS = 30_000
export const MAX_RESTARTS_PER_MINUTE = 5
export const STOP_MS = 1500
const CHECK_MS = 1000
/** The first restart is at once, so that one crash is hardly seen; then a little room between them. */
const RESTART_DELAYS_MS = [0, 100, 250, 500, 1000]

/** Keeps one engine process running. Electron-free, so that tests can play every course of events. */
export function superviseEngine<Port>(ports: SupervisorPorts<Port>): Supervisor<Port> {
  const restarts = createBudget(MAX_RESTARTS_PER_MINUTE, 60_000)
  let health: EngineHealth = 'starting'
  let current: EngineProcess<Port> | null = null
  let ready = false
  let lastSignMs = 0
  let lastCheckMs = 0
  let checking: NodeJS.Timeout | null = null
  let waiting: NodeJS.Timeout | null = null
  let stopped: { promise: Promise<void>; done: () => void } | null = null

  const setHealth = (next: EngineHealth): void => {
    if (health === next) return
    health = next
    ports.onHealth(next)
  }

  function launch(): void {
    waiting = null
    const child = ports.fork()
    current = child
    ready = false
    lastSignMs = lastCheckMs = ports.now()
    child.onMessage((message) => {
      if (child === current) hear(message)
    })
    child.onExit((code) => {
      if (child === current) ended(code)
    })
    child.post(ports.init())
    checking = setInterval(check, CHECK_MS)
  }

  function hear(message: FromEngineControl): void {
    lastSignMs = ports.now()
    if (message.type === 'note') return ports.note(message.level, `engine: ${message.text}`)
    if (message.type === 'beat') return
    if (message.type !== 'ready') return ports.onNews?.(message)
    if (ready) return
    ready = true
    setHealth('running')
    ports.onReady()
  }

  function check(): void {
    const now = ports.now()
    const sinceCheckMs = now - lastCheckMs
    lastCheckMs = now
    // The whole machine slept, or this process was held up: beats may be waiting to be read.
    if (sinceCheckMs > CHECK_MS * 4) lastSignMs = now
    const limitMs = ready ? SILENCE_MS : START_MS
    if (now - lastSignMs < limitMs) return
    ports.note('error', `engine has not answered for ${limitMs / 1000} s and is ended`)
    lastSignMs = now
    current?.kill()
  }

  function ended(code: number): void {
    current = null
    ready = false
    if (checking) clearInterval(checking)
    checking = null
    if (stopped) return stopped.done()
    const before = restarts.spent(ports.now())
    if (!restarts.spend(ports.now())) {
      ports.note('error', `engine ended (${code}) more than ${MAX_RESTARTS_PER_MINUTE} times in a minute; it stays down`)
      return setHealth('down')
    }
    ports.note('warn', `engine ended (${code}) and is started again`)
    setHealth('restarting')
    waiting = setTimeout(launch, RESTART_DELAYS_MS[before] ?? 1000)
  }

  return {
    health: () => health,
    start() {
      if (current || waiting || stopped) return
      if (health === 'down') restarts.reset()
      setHealth('starting')
      launch()
    },
    post(message, port) {
      if (!current || !ready) return false
      current.post(message, port)
      return true
    },
    stop() {
      if (stopped) return stopped.promise
      if (waiting) clearTimeout(waiting)
      waiting = null
      const child = current
      let done = (): void => {}
      const promise = new Promise<void>((resolve) => (done = resolve))
      if (!child) done()
      else {
        const timer = setTimeout(() => {
          child.kill()
          done()
        }, STOP_MS)
        stopped = { promise, done: () => (clearTimeout(timer), done()) }
        child.post({ type: 'shutdown' })
      }
      stopped ??= { promise, done }
      return promise
    },
  }
}
