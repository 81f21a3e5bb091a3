import { create } from 'zustand'
import { useAgent } from '@/features/workspaces'
import { useTabs } from '@/features/tabs'
import { usePrompts } from './prompt-store'
import { trustFailure, type TrustFailure } from './trust-failure'

interface TrustState {
  /** Told already, by their keys. */
  told: readonly string[]
}

const useTold = create<TrustState>()(() => ({ told: [] }))

/** The trust failure of the tab in front that the person was not told of yet. */
export function useTrustFailure(): TrustFailure | null {
  const active = useTabs((tabs) => tabs.active)
  const placed = useAgent(active ?? '')
  const told = useTold((state) => state.told)
  const refusedByPerson = usePrompts((state) => state.refused)
  const trust = placed && trustFailure(placed.agent)
  if (!trust || told.includes(trust.key)) return null
  // They have just said so themselves.
  return trust.kind === 'refused' && active !== null && refusedByPerson.includes(active) ? null : trust
}

export function trustTold(trust: TrustFailure): void {
  useTold.setState(({ told }) => ({ told: [...told, trust.key].slice(-100) }))
}
