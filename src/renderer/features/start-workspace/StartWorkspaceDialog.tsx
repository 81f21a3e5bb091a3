import { useEffect, useRef, useState } from 'react'
import type { Failure } from '@shared/model'
import { useEngine } from '@/bridge'
import { canStart, deploymentHost, showFailure, useWorkspace, useWorkspaces } from '@/features/workspaces'
import { Button } from '@/ui'
import { Dialog } from '@/ui/Dialog'
import './start-workspace.css'

/** Says what starting a workspace does before it does it. */
export function StartWorkspaceDialog({ workspaceId, onClose }: { workspaceId: string; onClose: () => void }) {
  const engine = useEngine()
  const workspace = useWorkspace(workspaceId)
  const deployment = useWorkspaces((state) => state.deployments.find((one) => one.id === workspace?.coder?.deploymentId) ?? null)
  const cancel = useRef<HTMLButtonElement>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const gone = useRef(false)
  // The answer may take as long as the build does; the list shows sooner that it goes on.
  const begun = busy && workspace !== null && !canStart(workspace)
  useEffect(() => {
    if (begun) onClose()
  }, [begun, onClose])
  useEffect(() => {
    gone.current = false
    return () => {
      gone.current = true
    }
  }, [])
  if (!workspace) return null
  const place = deployment ? deploymentHost(deployment) : 'its deployment'

  const start = async () => {
    setBusy(true)
    setFailure(null)
    const result = await engine.request('workspace.start', { workspaceId })
    if (gone.current) return result.ok ? undefined : showFailure(result.failure)
    setBusy(false)
    if (result.ok) onClose()
    else setFailure(result.failure)
  }
  return (
    <Dialog
      title={`Start ${workspace.name}?`}
      description={`This starts the workspace on ${place}, for you and for everyone who uses it.`}
      initialFocus={cancel}
      onClose={onClose}
    >
      <ul className="start-facts">
        <li>Its startup scripts run, as at every start.</li>
        <li>It costs what its template costs for as long as it runs.</li>
        {workspace.coder?.outdated && <li>Its template has a newer version; the template decides whether that is used.</li>}
      </ul>
      {failure && (
        <p className="field-error start-error" role="alert">
          {failure.sentence} {failure.nextStep}
        </p>
      )}
      <div className="dialog-actions">
        <Button ref={cancel} onClick={onClose}>
          Cancel
        </Button>
        <Button look="primary" disabled={busy || !canStart(workspace)} onClick={() => void start()}>
          {busy ? 'Starting' : 'Start workspace'}
        </Button>
      </div>
    </Dialog>
  )
}
