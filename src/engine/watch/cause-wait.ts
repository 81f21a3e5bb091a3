import type { RunOutcome } from '@shared/contract/watch'
import type { AgentInfo, WorkspaceInfo } from '@shared/model'
import { describe, mayExplain, type Sighting } from './outcome'

/** A failure is told without its cause after so long (ms): the news must not wait for the explanation. */
const CAUSE_WAIT_MS = 1000

interface Held {
  workspace: WorkspaceInfo
  agent: AgentInfo
  seen: Sighting
  timer: NodeJS.Timeout
}

/** Holds news of a failure back for a moment, while the line that explains it is looked for. */
export class CauseWait {
  readonly #held = new Map<string, Held>()

  constructor(private readonly tell: (outcome: RunOutcome) => void) {}

  /** Something new about an agent; told at once where no cause is to be expected. */
  take(workspace: WorkspaceInfo, agent: AgentInfo, seen: Sighting): void {
    this.#release(agent.id)
    if (seen.kind !== 'failed' || !mayExplain(agent)) return this.tell(describe(workspace, agent, seen))
    const timer = setTimeout(() => this.#release(agent.id), CAUSE_WAIT_MS)
    this.#held.set(agent.id, { workspace, agent, seen, timer })
  }

  /** What is known of an agent now. */
  look(workspace: WorkspaceInfo, agent: AgentInfo): void {
    const held = this.#held.get(agent.id)
    if (!held) return
    // Another run began meanwhile: what is known now is about that one.
    if (agent.state.kind === 'failed') Object.assign(held, { workspace, agent })
    if (!mayExplain(agent)) this.#release(agent.id)
  }

  /** Tells what is still held. */
  stop(): void {
    for (const id of [...this.#held.keys()]) this.#release(id)
  }

  #release(agentId: string): void {
    const held = this.#held.get(agentId)
    if (!held) return
    this.#held.delete(agentId)
    clearTimeout(held.timer)
    this.tell(describe(held.workspace, held.agent, held.seen))
  }
}
