import { Play } from 'lucide-react'
import type { WorkspaceInfo } from '@shared/model'
import { openDialog } from '@/features/dialogs'
import { canStart } from '@/features/workspaces'
import { Button } from '@/ui'

/** Leads to the question whether a workspace should be started; nothing is drawn where it cannot be. */
export function StartButton({ workspace }: { workspace: WorkspaceInfo }) {
  if (!canStart(workspace)) return null
  return (
    <Button look="primary" onClick={() => openDialog({ name: 'start-workspace', workspaceId: workspace.id })}>
      <Play size={13} aria-hidden />
      Start workspace
    </Button>
  )
}
