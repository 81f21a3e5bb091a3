import { useRef } from 'react'
import { Button } from '@/ui'
import { Dialog } from '@/ui/Dialog'
import type { TrustFailure } from './trust-failure'
import './prompts.css'

const titles: Record<TrustFailure['kind'], (name: string) => string> = {
  changed: (name) => `The key of ${name} has changed`,
  revoked: (name) => `The key of ${name} is revoked`,
  refused: (name) => `${name} is not a known host`,
}

/** Tells of a host key that the app does not accept. There is nothing to choose: the way on is outside the app. */
export function TrustAlert({ trust, onClose }: { trust: TrustFailure; onClose: () => void }) {
  const close = useRef<HTMLButtonElement>(null)
  const { failure, keys, kind } = trust
  const structured = kind === 'changed' && keys.length === 2
  return (
    <Dialog
      role="alertdialog"
      title={titles[kind](trust.agentName)}
      description={
        structured
          ? 'This can be an attack, or the host was set up anew. No password and no key of yours was shown to it; the connection was ended.'
          : `${failure.sentence} The connection was ended.`
      }
      initialFocus={close}
      onClose={onClose}
    >
      {keys.length > 0 && (
        <dl className="host-key" data-kind={kind}>
          {keys.map((key) => (
            <div key={key.label} className="host-key-entry">
              <dt>{key.label}</dt>
              <dd className="mono selectable">
                {key.type} <span className="host-key-print">{key.fingerprint}</span>
                {key.from && <span className="host-key-from">{key.from}</span>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="trust-next selectable">{failure.nextStep}</p>
      <div className="dialog-actions">
        <Button ref={close} onClick={onClose}>
          Close
        </Button>
      </div>
    </Dialog>
  )
}
