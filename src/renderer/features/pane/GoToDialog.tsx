import { useRef, useState, useSyncExternalStore, type FormEvent } from 'react'
import { formatCount } from '@shared/text/units'
import { Button } from '@/ui'
import { Dialog } from '@/ui/Dialog'
import { parsePlace } from './parse-place'
import type { PaneRail } from './pane-rail'

interface GoToDialogProps {
  rail: PaneRail
  /** The log's last change, ms since the epoch; null while unknown. */
  modifiedMs: number | null
  onClose: () => void
}

/** Takes the view to a line, a percentage, a byte or a time. */
export function GoToDialog({ rail, modifiedMs, onClose }: GoToDialogProps) {
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState<'going' | 'counting' | null>(null)
  const state = useSyncExternalStore(rail.model.subscribe, rail.model.snapshot)
  const closed = useRef(false)

  const close = () => {
    closed.current = true
    onClose()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const place = parsePlace(text, state.to - state.from, modifiedMs)
    setBusy('going')
    const refused = place.kind === 'problem' ? place.sentence : await rail.goTo(place)
    if (closed.current) return
    setBusy(null)
    if (refused === null) return close()
    setProblem(refused)
    field.current?.focus()
  }
  const count = async () => {
    setBusy('counting')
    setProblem(await rail.count())
    setBusy(null)
  }
  return (
    <Dialog title="Go to" description={whereWords(state.line, state.view?.top ?? null, state.from)} initialFocus={field} onClose={close}>
      <form onSubmit={(event) => void submit(event)}>
        <div className="field">
          <label htmlFor="go-to-place">Line, percentage, byte or time</label>
          <input
            ref={field}
            id="go-to-place"
            className="text-input"
            placeholder="214, 45%, 1.2 GB, 09:14:03"
            autoComplete="off"
            spellCheck={false}
            value={text}
            aria-invalid={problem !== null}
            {...(problem ? { 'aria-describedby': 'go-to-error' } : {})}
            onChange={(event) => {
              setText(event.target.value)
              setProblem(null)
            }}
          />
          {problem && (
            <p id="go-to-error" className="field-error" role="alert">
              {problem}
            </p>
          )}
        </div>
        <div className="dialog-actions">
          {state.line === null && rail.countable && (
            <Button look="quiet" disabled={busy !== null} onClick={() => void count()}>
              {busy === 'counting' ? 'Counting…' : 'Count the lines'}
            </Button>
          )}
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" look="primary" disabled={busy !== null}>
            {busy === 'going' ? 'Looking…' : 'Go'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function whereWords(line: number | null, top: number | null, from: number): string {
  if (top === null) return 'This log is empty so far.'
  if (line !== null) return `The view begins at line ${formatCount(line)}.`
  return `The view begins at byte ${formatCount(top - from)}. Its line number is not known: the lines before it were not read.`
}
