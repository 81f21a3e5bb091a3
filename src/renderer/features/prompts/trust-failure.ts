import type { AgentInfo, Failure } from '@shared/model'

/** A connection that was refused for the sake of its host key; there is no way past it in the window. */
export interface TrustFailure {
  /** Its own for each time that it happens. */
  key: string
  agentName: string
  kind: 'changed' | 'revoked' | 'refused'
  failure: Failure
  /** What the sentence names, taken apart for comparing; empty where it names nothing. */
  keys: { label: string; type: string; fingerprint: string; from: string }[]
}

const kinds: Partial<Record<Failure['code'], TrustFailure['kind']>> = {
  HOST_KEY_CHANGED: 'changed',
  HOST_KEY_REVOKED: 'revoked',
  HOST_KEY_REFUSED: 'refused',
}

/** The trust failure that an agent's connection stands at; null where it is something else. */
export function trustFailure(agent: AgentInfo): TrustFailure | null {
  const { phase, failure, sinceMs } = agent.link
  const kind = failure && kinds[failure.code]
  if (phase !== 'failed' || !failure || !kind) return null
  return { key: `${agent.id}@${sinceMs}`, agentName: agent.name, kind, failure, keys: keysIn(failure.sentence, kind) }
}

/** Up to two keys in the engine's sentence, the shown one first: a type, `SHA256:…`, and the file and line in brackets. */
function keysIn(sentence: string, kind: TrustFailure['kind']): TrustFailure['keys'] {
  const labels = kind === 'changed' ? ['It shows', 'Known until now'] : ['It shows']
  const found = [...sentence.matchAll(/([A-Za-z0-9@._-]+) (?:key )?(SHA256:[A-Za-z0-9+/]+)(?: \(([^)]+)\))?/g)]
  return labels.flatMap((label, index) => {
    const [, type = '', fingerprint = '', from = ''] = found[index] ?? []
    return fingerprint === '' ? [] : [{ label, type, fingerprint, from }]
  })
}
