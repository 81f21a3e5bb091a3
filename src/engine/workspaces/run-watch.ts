import type { AgentState } from '@shared/model'
import { agentState, PromptWatch, RunFollower, type Run } from '../runs'
import type { RemoteSource } from '../source'

export interface RunWatchPorts {
  source(path: string): RemoteSource
  /** The newest run names other logs than before. */
  onNames(run: Run): void
  onChange(): void
  onDefect(error: unknown): void
}

/** Knows how an agent's newest run stands: follows its agent log, and looks for a prompt at the end of its startup log. */
export class RunWatch {
  private follower: { path: string; stop(): void } | null = null
  private prompt: { path: string; stop(): void } | null = null
  private eager: (interest: 'starting' | 'hidden') => void = () => undefined
  private run: Run | null = null
  private known = false
  private atPrompt = false

  constructor(private readonly ports: RunWatchPorts) {}

  /** Null until the agent log has been read. */
  state(nowMs: number): AgentState | null {
    return this.known ? agentState(this.run, this.atPrompt, nowMs) : null
  }

  /** Follows these logs from now on. */
  look(agentPath: string | null, startupPath: string | null): void {
    if (agentPath && agentPath !== this.follower?.path) this.followAgentLog(agentPath)
    if (startupPath && startupPath !== this.prompt?.path) {
      this.prompt?.stop()
      const watch = new PromptWatch(this.ports.source(startupPath), (atPrompt) => {
        this.atPrompt = atPrompt
        this.ports.onChange()
      })
      this.prompt = { path: startupPath, stop: () => watch.dispose() }
    }
  }

  stop(): void {
    this.follower?.stop()
    this.prompt?.stop()
  }

  private followAgentLog(path: string): void {
    this.follower?.stop()
    const source = this.ports.source(path)
    let wanted = source.want('starting')
    this.eager = (interest) => {
      const next = source.want(interest)
      wanted.dispose()
      wanted = next
    }
    const follower = new RunFollower(source, (run) => this.changed(run), this.ports.onDefect)
    const stop = (): void => {
      follower.dispose()
      wanted.dispose()
    }
    this.follower = { path, stop }
  }

  private changed(run: Run | null): void {
    const before = namesOf(this.run)
    this.run = run ? structuredClone(run) : null
    this.known = true
    this.eager(!run || run.lifecycle === 'starting' || run.lifecycle === null ? 'starting' : 'hidden')
    if (run && namesOf(run) !== before) this.ports.onNames(run)
    this.ports.onChange()
  }
}

function namesOf(run: Run | null): string {
  return JSON.stringify([run?.startedMs, run?.logDir, run?.scripts.map((s) => s.logPath)])
}
