import type { RunOutcome } from '@shared/contract/watch'
import type { AgentInfo, WorkspaceInfo } from '@shared/model'
import { describe, mayExplain, type Explanation, type Sighting } from './outcome'

/** A failure is told without its cause after so long (ms): the news must not wait for the explanation. */
const CAUSE_WAIT_MS = 1000
/** The same where a connection has to be made first. */
const LOOK_WAIT_MS = 2500

interface Held {
  workspace: WorkspaceInfo
  agent: AgentInfo
  seen: Sighting
  explanation: Explanation | null
  timer: NodeJS.Timeout
}

/** Holds news of a failure back for a moment, while the line that explains it is looked for. */
export class CauseWait {
  readonly #held = new Map<string, Held>()

  constructor(private readonly tell: (outcome: RunOutcome) => void) {}

  /**
   * Something new about an agent; told at once where no cause is to be expected. `look`: what its logs say, where it is
   * not open and somebody looks at them now.
   */
  take(workspace: WorkspaceInfo, agent: AgentInfo, seen: Sighting, look: Promise<Explanation | null> | null): void {
    this.#release(agent.id)
    const bad = seen.kind === 'failed' || seen.kind === 'timed-out'
    const waitMs = mayExplain(agent) ? CAUSE_WAIT_MS : bad && look && !agent.verdict ? LOOK_WAIT_MS : 0
    if (waitMs === 0) return this.tell(describe(workspace, agent, seen, null))
    const held: Held = { workspace, agent, seen, explanation: null, timer: setTimeout(() => this.#release(agent.id), waitMs) }
    this.#held.set(agent.id, held)
    if (agent.verdict) return
    void look?.then((explanation) => {
      if (this.#held.get(agent.id) !== held) return
      held.explanation = explanation
      this.#release(agent.id)
    })
  }

  /** What is known of an agent now. */
  look(workspace: WorkspaceInfo, agent: AgentInfo): void {
    const held = this.#held.get(agent.id)
    if (!held) return
    const same = agent.state.kind === held.agent.state.kind
    // Another run began meanwhile: what is known now is about that one.
    if (same) Object.assign(held, { workspace, agent })
    if (!same || (agent.verdict && !mayExplain(agent))) this.#release(agent.id)
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
    this.tell(describe(held.workspace, held.agent, held.seen, held.explanation))
  }
}
