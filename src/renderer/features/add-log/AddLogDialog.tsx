import { useRef, useState, type FormEvent } from 'react'
import type { Failure } from '@shared/model'
import { useEngine } from '@/bridge'
import { useAgent } from '@/features/workspaces'
import { Button } from '@/ui'
import { Dialog } from '@/ui/Dialog'

interface AddLogDialogProps {
  agentId: string
  side: 'startup' | 'agent'
  onClose: () => void
}

/** Offers a further file of the agent by its path, and shows it. */
export function AddLogDialog({ agentId, side, onClose }: AddLogDialogProps) {
  const engine = useEngine()
  const name = useAgent(agentId)?.agent.name ?? ''
  const field = useRef<HTMLInputElement>(null)
  const [path, setPath] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (path.trim() === '') return field.current?.focus()
    setBusy(true)
    const added = await engine.request('log.add', { agentId, path: path.trim() })
    const shown = added.ok ? await engine.request('log.show', { agentId, side, logId: added.value.id }) : added
    setBusy(false)
    if (shown.ok) return onClose()
    setFailure(shown.failure)
    field.current?.focus()
  }
  return (
    <Dialog title="Add a log" description={`A file that ${name} has, by its path. It is waited for if it does not exist yet.`} initialFocus={field} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <div className="field">
          <label htmlFor="add-log-path">Path</label>
          <input
            ref={field}
            id="add-log-path"
            className="text-input mono"
            placeholder="/var/log/cloud-init-output.log or ~/setup.log"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={path}
            aria-invalid={failure !== null}
            {...(failure ? { 'aria-describedby': 'add-log-error' } : {})}
            onChange={(event) => {
              setPath(event.target.value)
              setFailure(null)
            }}
          />
          {failure && (
            <p id="add-log-error" className="field-error" role="alert">
              {failure.sentence} {failure.nextStep}
            </p>
          )}
        </div>
        <div className="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={busy}>
            Show
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
