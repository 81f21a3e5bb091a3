import type { Prompt } from '@shared/contract/port'
import type { Answer, Ask } from '../ssh'

/** Questions that wait for the person; every window shows them, the first answer counts. */
export class Prompts {
  private readonly open = new Map<string, { prompt: Prompt; settle(answer: Answer): void }>()
  private made = 0

  constructor(
    private readonly onAsked: (prompt: Prompt) => void,
    private readonly onGone: (promptId: string) => void,
  ) {}

  get waiting(): Prompt[] {
    return [...this.open.values()].map((o) => o.prompt)
  }

  /** How one agent's link asks. */
  asker(agentId: string): Ask {
    return (question, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve({ kind: 'refuse' })
        const promptId = `q${++this.made}`
        const prompt = { ...question, promptId, agentId } as Prompt
        const settle = (answer: Answer) => {
          if (!this.open.delete(promptId)) return
          signal.removeEventListener('abort', withdraw)
          this.onGone(promptId)
          resolve(answer)
        }
        const withdraw = () => settle({ kind: 'refuse' })
        signal.addEventListener('abort', withdraw)
        this.open.set(promptId, { prompt, settle })
        this.onAsked(prompt)
      })
  }

  /** False when the question is not open any more. */
  answer(promptId: string, answer: Answer): boolean {
    const open = this.open.get(promptId)
    open?.settle(answer)
    return open !== undefined
  }
}
