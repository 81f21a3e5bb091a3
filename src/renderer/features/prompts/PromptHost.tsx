import { useEngine } from '@/bridge'
import { HostKeyDialog } from './HostKeyDialog'
import { answerPrompt, usePrompts, type PromptAnswer } from './prompt-store'
import { SecretsDialog } from './SecretsDialog'
import { TrustAlert } from './TrustAlert'
import { trustTold, useTrustFailure } from './trust-store'

/** Shows the engine's questions one after another, and between them what was refused for the sake of a host key. */
export function PromptHost() {
  const engine = useEngine()
  const prompt = usePrompts((state) => state.prompts[0])
  const trust = useTrustFailure()
  if (!prompt) return trust && <TrustAlert key={trust.key} trust={trust} onClose={() => trustTold(trust)} />
  const answer = (given: PromptAnswer) => answerPrompt(engine, prompt.promptId, given)
  return prompt.kind === 'host-key' ? (
    <HostKeyDialog key={prompt.promptId} prompt={prompt} onAnswer={answer} />
  ) : (
    <SecretsDialog key={prompt.promptId} prompt={prompt} onAnswer={answer} />
  )
}
