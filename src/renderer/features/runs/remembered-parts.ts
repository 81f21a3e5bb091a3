import type { RunPart } from '@shared/model'

const KEY = 'tailpane.run-parts'
/** Agents whose choice is kept, the latest ones. */
const MOST = 200
const PARTS: readonly string[] = ['all', 'startup', 'running', 'shutdown'] satisfies RunPart[]

/** The part of the agent log that was chosen last, by agent; what cannot be read counts as nothing. */
export function rememberedParts(storage: Pick<Storage, 'getItem'>): Record<string, RunPart> {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '{}')
    if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return {}
    return Object.fromEntries(Object.entries(kept).filter((one): one is [string, RunPart] => typeof one[1] === 'string' && PARTS.includes(one[1])))
  } catch {
    return {}
  }
}

export function rememberPart(agentId: string, part: RunPart, storage: Pick<Storage, 'getItem' | 'setItem'>): void {
  const { [agentId]: _before, ...others } = rememberedParts(storage)
  const all = Object.entries(part === 'all' ? others : { ...others, [agentId]: part })
  storage.setItem(KEY, JSON.stringify(Object.fromEntries(all.slice(-MOST))))
}
