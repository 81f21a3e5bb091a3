import { create } from 'zustand'

/** What an agent's tab compares. Null stands for the pair that the engine proposes. */
export interface CompareChoice {
  left: string | null
  right: string | null
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

/** Goes back to the logs. */
export function endCompare(agentId: string): void {
  useCompares.setState({ [agentId]: undefined })
}
