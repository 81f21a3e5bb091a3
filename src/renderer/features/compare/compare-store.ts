import { create } from 'zustand'

/** What an agent's tab compares. Null stands for the pair that the engine proposes. */
export interface CompareChoice {
  left: string | null
  right: string | null
  /** The person is about to choose the other run. */
  choosing?: boolean
}

const useCompares = create<Record<string, CompareChoice | undefined>>()(() => ({}))

/** Whether a comparison stands where the logs of this agent are. */
export function useComparing(agentId: string): boolean {
  return useCompares((compares) => compares[agentId] !== undefined)
}

export function useCompareChoice(agentId: string): CompareChoice | null {
  return useCompares((compares) => compares[agentId]) ?? null
}

/** Compares in an agent's tab, with the proposed pair where nothing else is said. */
export function startCompare(agentId: string, choice: CompareChoice = { left: null, right: null }): void {
  useCompares.setState({ [agentId]: choice })
}

/** Compares as a command does: anew with the proposed pair, or with the choice of the other run at hand. */
export function compareCommand(agentId: string, choose: boolean): void {
  const now = useCompares.getState()[agentId]
  startCompare(agentId, choose ? { left: null, right: null, ...now, choosing: true } : undefined)
}

export function isComparing(agentId: string): boolean {
  return useCompares.getState()[agentId] !== undefined
}

/** Goes back to the logs. */
export function endCompare(agentId: string): void {
  useCompares.setState({ [agentId]: undefined })
}
