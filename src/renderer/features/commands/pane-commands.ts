import type { PaneCommand } from '@shared/commands'

/* Commands that mean the pane with the focus reach it through this registry, so that menus and keys know no pane. */

interface Entry {
  run: (command: PaneCommand) => void
  /** Whether the pane can be seen now; a command without a focused pane goes to a visible one. */
  visible: () => boolean
}

export interface PaneRegistry {
  /** Adds a pane; returns the function that takes it out again. */
  register(paneId: string, entry: Entry): () => void
  /** The pane took the focus (its terminal, its head or its find bar). */
  focus(paneId: string): void
  /** Runs a command in the pane that last had the focus if it is visible, else in the first visible one; false when there is none. */
  run(command: PaneCommand): boolean
  /** Whether there is a pane to run a command in. */
  hasTarget(): boolean
}

/** One registry per window; a factory so that tests have their own. */
export function createPaneRegistry(): PaneRegistry {
  const panes = new Map<string, Entry>()
  let focused: string | null = null
  const target = (): Entry | undefined => {
    const last = focused === null ? undefined : panes.get(focused)
    return last?.visible() ? last : [...panes.values()].find((entry) => entry.visible())
  }
  return {
    register(paneId, entry) {
      panes.set(paneId, entry)
      return () => {
        if (panes.get(paneId) === entry) panes.delete(paneId)
      }
    },
    focus(paneId) {
      focused = paneId
    },
    run(command) {
      const pane = target()
      pane?.run(command)
      return pane !== undefined
    },
    hasTarget: () => target() !== undefined,
  }
}

export const paneRegistry = createPaneRegistry()
