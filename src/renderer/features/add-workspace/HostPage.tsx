import { useEffect, useState, type FormEvent, type RefObject } from 'react'
import type { Failure } from '@shared/model'
import { useEngine } from '@/bridge'
import { openTarget } from '@/features/workspaces'
import { Button } from '@/ui'
import { suggestions } from './suggestions'
import { useCompletion } from './use-completion'

/** One field that takes what `ssh` takes. */
export function HostPage({ field, onClose }: { field: RefObject<HTMLInputElement | null>; onClose: () => void }) {
  const engine = useEngine()
  const [target, setTarget] = useState('')
  const [hosts, setHosts] = useState<readonly string[]>([])
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)

  useEffect(() => {
    let gone = false
    void engine.request('hosts.suggest', {}).then((result) => {
      if (!gone && result.ok) setHosts(result.value.hosts)
    })
    return () => {
      gone = true
    }
  }, [engine])

  const change = (text: string) => {
    setTarget(text)
    setFailure(null)
  }
  const completion = useCompletion(suggestions(hosts, target), change)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const text = target.trim()
    if (text === '') return field.current?.focus()
    setBusy(true)
    const result = await openTarget(engine, text)
    setBusy(false)
    if (result.ok) return onClose()
    setFailure(result.failure)
    field.current?.focus()
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <div className="field">
        <label htmlFor="add-target">Where</label>
        <div className="completion">
          <input
            {...completion.inputProps}
            ref={field}
            id="add-target"
            className="text-input mono"
            placeholder="user@host, host:port, or a Host of your ssh config"
            value={target}
            aria-invalid={failure !== null}
            aria-describedby={failure ? 'add-error' : 'add-hint'}
            onChange={(event) => change(event.target.value)}
          />
          {completion.open && (
            <ul className="completion-list" {...completion.listProps}>
              {completion.items.map((host, index) => (
                <li key={host} className="completion-item mono ellipsis" {...completion.itemProps(index)}>
                  {host}
                </li>
              ))}
            </ul>
          )}
        </div>
        {failure ? (
          <p id="add-error" className="field-error" role="alert">
            {failure.sentence} {failure.nextStep}
          </p>
        ) : (
          <p id="add-hint" className="field-hint">
            Keys, jump hosts and proxies come from your own ssh settings.
          </p>
        )}
      </div>
      <div className="dialog-actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? 'Opening' : 'Open'}
        </Button>
      </div>
    </form>
  )
}
