import { useRef, useState, type FormEvent } from 'react'
import type { Prompt } from '@shared/contract/port'
import { useAgent } from '@/features/workspaces'
import { Button } from '@/ui'
import { Dialog } from '@/ui/Dialog'
import { KeepBox } from './KeepBox'
import type { PromptAnswer } from './prompt-store'
import './prompts.css'

type SecretsPrompt = Extract<Prompt, { kind: 'secrets' }>

const titles: Record<SecretsPrompt['purpose'], (host: string) => string> = {
  passphrase: (host) => `Passphrase for the key to ${host}`,
  password: (host) => `Password for ${host}`,
  'keyboard-interactive': (host) => `${host} asks`,
}

const hints: Record<SecretsPrompt['purpose'], string> = {
  passphrase: 'It stays in memory until Tailpane is closed.',
  password: 'It is sent to this host only, and is not kept.',
  'keyboard-interactive': 'These are the words of the host. What you type is sent to it only, and is not kept.',
}

interface SecretsDialogProps {
  prompt: SecretsPrompt
  onAnswer: (answer: PromptAnswer) => void
}

/** Asks for a passphrase, a password or what the server wants; nothing of it is kept in the window. */
export function SecretsDialog({ prompt, onAnswer }: SecretsDialogProps) {
  const first = useRef<HTMLInputElement>(null)
  const placed = useAgent(prompt.agentId)
  const [values, setValues] = useState(() => prompt.fields.map(() => ''))
  const [keep, setKeep] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onAnswer({ kind: 'secrets', values, ...(keep && { keep }) })
  }
  return (
    <Dialog
      role="alertdialog"
      title={titles[prompt.purpose](prompt.host)}
      description={
        <>
          {prompt.instruction && <p>{prompt.instruction}</p>}
          {placed && (
            <p>
              For the connection to {placed.workspace.name}, <span className="mono">{placed.agent.address}</span>.
            </p>
          )}
        </>
      }
      initialFocus={first}
      onClose={() => onAnswer({ kind: 'refuse' })}
    >
      <form onSubmit={submit}>
        {prompt.fields.map((field, index) => (
          <div className="field" key={index}>
            <label htmlFor={`secret-${index}`}>{field.label}</label>
            <input
              ref={index === 0 ? first : null}
              id={`secret-${index}`}
              className="text-input"
              type={field.echo ? 'text' : 'password'}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              maxLength={4096}
              value={values[index] ?? ''}
              onChange={(event) => setValues((all) => all.map((one, at) => (at === index ? event.target.value : one)))}
            />
          </div>
        ))}
        {prompt.mayKeep && <KeepBox keep={keep} onChange={setKeep} />}
        <p className="field-hint secrets-hint">{keep ? 'It is sealed for you on this machine, and not asked for again.' : hints[prompt.purpose]}</p>
        <div className="dialog-actions">
          <Button onClick={() => onAnswer({ kind: 'refuse' })}>Cancel</Button>
          <Button type="submit" look="primary">
            Continue
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
