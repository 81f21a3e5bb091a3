import { create } from 'zustand'
import type { FindQuery } from '@/terminal'

/** Which logs are searched: one, all of its agent, or all of every agent that is open. */
export type Scope = 'log' | 'agent' | 'all'

interface PanelState {
  open: boolean
  query: FindQuery
  scope: Scope
  /** Changes whenever the panel is asked for, to take the focus into its field. */
  asked: number
}

const EMPTY: FindQuery = { text: '', caseSensitive: false, wholeWord: false, regex: false }

export const useSearchPanel = create<PanelState>()(() => ({ open: false, query: EMPTY, scope: 'agent', asked: 0 }))

export function openSearchPanel(): void {
  useSearchPanel.setState((state) => ({ open: true, asked: state.asked + 1 }))
}

export function closeSearchPanel(): void {
  useSearchPanel.setState({ open: false })
}

export function setSearch(change: Partial<Pick<PanelState, 'query' | 'scope'>>): void {
  useSearchPanel.setState(change)
}
