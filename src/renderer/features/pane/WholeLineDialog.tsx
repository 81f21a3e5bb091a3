import { useEffect, useState } from 'react'
import { formatBytes } from '@shared/text/units'
import type { EngineClient } from '@/bridge'
import { Button } from '@/ui'
import { Dialog } from '@/ui/Dialog'
import './whole-line.css'

interface WholeLineDialogProps {
  client: EngineClient
  paneId: string
  /** Where the line begins (bytes at the source). */
  offset: number
  onClose: () => void
}

/** A line that is too long for the pane, a page of it at a time. */
export function WholeLineDialog({ client, paneId, offset, onClose }: WholeLineDialogProps) {
  /** Where the pages up to this one begin (bytes of the line). */
  const [pages, setPages] = useState<readonly number[]>([0])
  const [page, setPage] = useState<{ text: string; next: number | null } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const from = pages.at(-1) ?? 0

  useEffect(() => {
    let ended = false
    void client.request('pane.line-page', { paneId, offset, from }).then((result) => {
      if (ended) return
      setPage(result.ok ? result.value : null)
      setProblem(result.ok ? null : `${result.failure.sentence} ${result.failure.nextStep}`)
    })
    return () => {
      ended = true
    }
  }, [client, paneId, offset, from])

  const next = page?.next ?? null
  return (
    <Dialog title="Whole line" description={page ? placeWords(from, next) : 'Reading the line.'} onClose={onClose}>
      {problem ? (
        <p className="field-error" role="alert">
          {problem}
        </p>
      ) : (
        <pre className="whole-line selectable" data-testid="whole-line" tabIndex={0} aria-label="Text of the line">
          {page?.text ?? ''}
        </pre>
      )}
      <div className="dialog-actions">
        <Button disabled={pages.length === 1} onClick={() => setPages(pages.slice(0, -1))}>
          Previous page
        </Button>
        <Button disabled={next === null} onClick={() => next !== null && setPages([...pages, next])}>
          Next page
        </Button>
        <Button look="primary" onClick={onClose}>
          Close
        </Button>
      </div>
    </Dialog>
  )
}

function placeWords(from: number, next: number | null): string {
  if (from === 0 && next === null) return 'All of it. Carriage returns are shown as new lines.'
  return next === null ? `The end of it, from ${formatBytes(from)} on.` : `From ${formatBytes(from)} to ${formatBytes(next)}; it goes on.`
}
