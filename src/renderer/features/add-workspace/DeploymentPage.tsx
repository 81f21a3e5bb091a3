import { Copy } from 'lucide-react'
import { useRef, useState, type FormEvent, type RefObject } from 'react'
import type { Failure } from '@shared/model'
import { useBridge } from '@/bridge'
import { showNotice } from '@/features/notices'
import { Button, IconButton } from '@/ui'
import { tokenPage } from './token-page'

interface DeploymentPageProps {
  /** Is given the field that is to be filled in first. */
  field: RefObject<HTMLInputElement | null>
  url: string
  onClose: () => void
}

/** The address of a deployment and a token for it. Neither stays here: main keeps the token. */
export function DeploymentPage({ field, url: known, onClose }: DeploymentPageProps) {
  const bridge = useBridge()
  const other = useRef<HTMLInputElement>(null)
  const [addressField, tokenField] = known === '' ? [field, other] : [other, field]
  const [url, setUrl] = useState(known)
  const [token, setToken] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)
  const page = tokenPage(url)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (url.trim() === '') return addressField.current?.focus()
    if (token.trim() === '') return tokenField.current?.focus()
    setBusy(true)
    const result = await bridge.invoke('coder.sign-in', { url: url.trim(), token: token.trim() })
    setBusy(false)
    if (!result.ok) {
      setFailure(result.failure)
      return addressField.current?.focus()
    }
    setToken('')
    if (!result.value.kept) showNotice({ text: `The token holds until Tailpane is closed. ${result.value.why ?? ''}`.trim() })
    onClose()
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <div className="field">
        <label htmlFor="add-url">Address</label>
        <input
          ref={addressField}
          id="add-url"
          className="text-input mono"
          placeholder="https://coder.example.com"
          inputMode="url"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={512}
          value={url}
          aria-invalid={failure !== null}
          {...(failure ? { 'aria-describedby': 'add-error' } : {})}
          onChange={(event) => {
            setUrl(event.target.value)
            setFailure(null)
          }}
        />
        {failure && (
          <p id="add-error" className="field-error" role="alert">
            {failure.sentence} {failure.nextStep}
          </p>
        )}
      </div>
      <div className="field">
        <label htmlFor="add-token">Token</label>
        <input
          ref={tokenField}
          id="add-token"
          className="text-input mono"
          type="password"
          autoComplete="off"
          spellCheck={false}
          maxLength={512}
          value={token}
          aria-describedby="add-token-hint"
          onChange={(event) => setToken(event.target.value)}
        />
        <p id="add-token-hint" className="field-hint">
          {page === null ? 'A session token of your Coder account.' : 'Your browser makes one on this page:'}
        </p>
        {page !== null && (
          <div className="token-page">
            <span className="mono selectable ellipsis" title={page}>
              {page}
            </span>
            <IconButton size="small" label="Copy this address" icon={<Copy size={13} aria-hidden />} onClick={() => void bridge.invoke('clipboard.write', { text: page })} />
          </div>
        )}
      </div>
      <div className="dialog-actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? 'Signing in' : 'Sign in'}
        </Button>
      </div>
    </form>
  )
}
