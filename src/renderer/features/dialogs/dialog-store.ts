import { create } from 'zustand'
import type { RuleKind } from '@shared/highlight-rules'
import type { SavedSearch } from '@shared/saved-searches'

/** One of the app's own dialogs; questions from the engine are not among them. */
export type OpenDialog =
  /** `url` is filled in on the page for a deployment. */
  | { name: 'add-workspace'; page?: 'host' | 'deployment'; url?: string }
  /** Asks before a stopped Coder workspace is started. */
  | { name: 'start-workspace'; workspaceId: string }
  /** Deployments, connections and processes. */
  | { name: 'status' }
  | { name: 'settings' }
  /** Saved runs. */
  | { name: 'history' }
  /** Rules that colour text of logs; `fresh`: one that is begun. */
  | { name: 'highlights'; fresh?: { text: string; kind: RuleKind } }
  /** Searches that are kept; `fresh`: one that is to be saved. */
  | { name: 'saved-searches'; fresh?: Pick<SavedSearch, 'pattern' | 'scope' | 'kind'> }
  | { name: 'palette' }
  | { name: 'shortcuts' }
  | { name: 'about' }
  /** Offers a further log by its path, and shows it on this side of the agent's tab. */
  | { name: 'add-log'; agentId: string; side: 'startup' | 'agent' }

interface DialogState {
  open: OpenDialog | null
}

export const useDialogs = create<DialogState>()(() => ({ open: null }))

export function openDialog(open: OpenDialog): void {
  useDialogs.setState({ open })
}

export function closeDialog(): void {
  useDialogs.setState({ open: null })
}
