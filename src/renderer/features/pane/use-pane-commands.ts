import { useEffect, useRef } from 'react'
import type { PaneCommand } from '@shared/commands'
import { paneRegistry } from '@/features/commands/pane-commands'

/** Runs the app's commands in this pane while it is the one that they mean. */
export function usePaneCommands(paneId: string, visible: boolean, commands: Record<PaneCommand, () => void>): void {
  const latest = useRef({ commands, visible })
  latest.current = { commands, visible }
  useEffect(
    () => paneRegistry.register(paneId, { run: (name) => latest.current.commands[name](), visible: () => latest.current.visible }),
    [paneId],
  )
}
