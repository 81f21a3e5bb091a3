import { useRef } from 'react'
import type { Prompt } from '@shared/contract/port'
import { Button } from '@/ui'
import { Dialog } from '@/ui/Dialog'
import type { PromptAnswer } from './prompt-store'
import './prompts.css'

interface HostKeyDialogProps {
  prompt: Extract<Prompt, { kind: 'host-key' }>
  onAnswer: (answer: PromptAnswer) => void
}

/** Asks whether a key that nobody knows yet is the host's. Refuse is where the focus is. */
export function HostKeyDialog({ prompt, onAnswer }: HostKeyDialogProps) {
  const refuse = useRef<HTMLButtonElement>(null)
  return (
    <Dialog
      role="alertdialog"
      title={`The key of ${prompt.alias ?? prompt.host} is not known yet`}
      description="Compare this fingerprint with one that you have from the host’s owner. Accept it only if they are the same; it is then remembered."
      initialFocus={refuse}
      onClose={() => onAnswer({ kind: 'refuse' })}
    >
      <dl className="host-key">
        <dt>Host</dt>
        <dd className="mono selectable">{prompt.alias ?? prompt.host}</dd>
        {prompt.alias !== undefined && (
          <>
            <dt>Address</dt>
            <dd className="mono selectable">{prompt.host}</dd>
          </>
        )}
        <dt>Type</dt>
        <dd className="mono selectable">{prompt.keyType}</dd>
        <dt className="host-key-wide">Fingerprint</dt>
        <dd className="mono selectable host-key-print host-key-wide">{prompt.fingerprint}</dd>
      </dl>
      {prompt.note && <p className="host-key-note selectable">{prompt.note}</p>}
      <div className="dialog-actions">
        <Button ref={refuse} onClick={() => onAnswer({ kind: 'refuse' })}>
          Refuse
        </Button>
        <Button look="primary" onClick={() => onAnswer({ kind: 'accept' })}>
          Accept
        </Button>
      </div>
    </Dialog>
  )
}
