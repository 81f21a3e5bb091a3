/** Commands that mean the pane with the focus. They reach it through this registry, so that menus and keys know no pane. */
export const PANE_COMMANDS = ['find', 'find.next', 'find.previous', 'go-to', 'follow.toggle', 'log.jump-end'] as const
export type PaneCommand = (typeof PANE_COMMANDS)[number]

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
}

/** One registry per window; a factory so that tests have their own. */
export function createPaneRegistry(): PaneRegistry {
  const panes = new Map<string, Entry>()
  let focused: string | null = null
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
      const last = focused === null ? undefined : panes.get(focused)
      const target = last?.visible() ? last : [...panes.values()].find((entry) => entry.visible())
      target?.run(command)
      return target !== undefined
    },
  }
}

export const paneRegistry = createPaneRegistry()
