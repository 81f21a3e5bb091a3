import { create } from 'zustand'
import type { Prompt } from '@shared/contract/port'
import type { EngineClient } from '@/bridge'

interface PromptsState {
  /** In the order in which they were asked; the first is on screen. */
  prompts: readonly Prompt[]
  /** Agents whose host key the person refused last. */
  refused: readonly string[]
}

export const usePrompts = create<PromptsState>()(() => ({ prompts: [], refused: [] }))

export function addPrompt(prompt: Prompt): void {
  usePrompts.setState(({ prompts }) => ({ prompts: [...prompts.filter((one) => one.promptId !== prompt.promptId), prompt] }))
}

/** Takes a question away, answered or withdrawn. */
export function dropPrompt(promptId: string): void {
  usePrompts.setState(({ prompts }) => ({ prompts: prompts.filter((one) => one.promptId !== promptId) }))
}

export type PromptAnswer = { kind: 'accept' } | { kind: 'refuse' } | { kind: 'secrets'; values: string[]; keep?: boolean }

/** Answers a question once; an answer to a question that was withdrawn meanwhile does nothing. */
export function answerPrompt(engine: EngineClient, promptId: string, answer: PromptAnswer): void {
  const prompt = usePrompts.getState().prompts.find((one) => one.promptId === promptId)
  if (prompt?.kind === 'host-key') {
    const { agentId } = prompt
    usePrompts.setState(({ refused }) => ({
      refused: [...refused.filter((one) => one !== agentId), ...(answer.kind === 'refuse' ? [agentId] : [])].slice(-100),
    }))
  }
  dropPrompt(promptId)
  void engine.request('prompt.answer', { promptId, answer })
}
