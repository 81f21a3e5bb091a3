import { useEngine } from '@/bridge'
import { HostKeyDialog } from './HostKeyDialog'
import { answerPrompt, usePrompts, type PromptAnswer } from './prompt-store'
import { SecretsDialog } from './SecretsDialog'

/** Shows the engine's questions one after another. */
export function PromptHost() {
  const engine = useEngine()
  const prompt = usePrompts((state) => state.prompts[0])
  if (!prompt) return null
  const answer = (given: PromptAnswer) => answerPrompt(engine, prompt.promptId, given)
  return prompt.kind === 'host-key' ? (
    <HostKeyDialog key={prompt.promptId} prompt={prompt} onAnswer={answer} />
  ) : (
    <SecretsDialog key={prompt.promptId} prompt={prompt} onAnswer={answer} />
  )
}
