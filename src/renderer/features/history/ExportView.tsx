import { useEffect, useState } from 'react'
import type { HistoryRequestResults } from '@shared/contract/history'
import { refuseOwnRule } from '@shared/text/mask'
import { formatBytes, formatCount } from '@shared/text/units'
import { useBridge, useEngine } from '@/bridge'
import { showNotice } from '@/features/notices'
import { changeSetting, useSettings } from '@/features/settings'
import { showFailure } from '@/features/workspaces'
import { Button } from '@/ui'
import { Dialog } from '@/ui/Dialog'
import type { SavedRun } from './history-store'

type Preview = HistoryRequestResults['export.preview']

const FORMATS = [
  { id: 'zip', label: 'Recording (zip)', end: 'zip' },
  { id: 'html', label: 'Page with colours (HTML)', end: 'html' },
  { id: 'text', label: 'Plain text', end: 'txt' },
] as const

/** What leaves this computer, and what is hidden in it. */
export function ExportView({ run, onBack, onClose }: { run: SavedRun; onBack: () => void; onClose: () => void }) {
  const engine = useEngine()
  const bridge = useBridge()
  const own = useSettings((state) => state.settings.ownMasks)
  const [format, setFormat] = useState<(typeof FORMATS)[number]['id']>('zip')
  const [emails, setEmails] = useState(false)
  const [raw, setRaw] = useState(false)
  const [rule, setRule] = useState('')
  const [refusal, setRefusal] = useState<string | null>(null)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [progress, setProgress] = useState<number | null>(null)
  useEffect(() => {
    let wanted = true
    setPreview(null)
    void engine.request('export.preview', { id: run.id, emails }).then((result) => {
      if (wanted && result.ok) setPreview(result.value)
    })
    return () => {
      wanted = false
    }
  }, [engine, run.id, emails, own])
  useEffect(() => engine.onEvent((event) => event.event === 'export.progress' && setProgress(event.doneBytes / Math.max(1, event.totalBytes))), [engine])

  const save = async (): Promise<void> => {
    const end = FORMATS.find(({ id }) => id === format)?.end ?? 'txt'
    const { ticket } = await bridge.invoke('save.choose', { name: `${run.agent.name}-${run.workspace.name}`.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 80) + `.${end}` })
    if (ticket === null) return
    setProgress(0)
    const result = await engine.request('export.start', { id: run.id, format, raw, emails, ticket })
    setProgress(null)
    if (!result.ok) return showFailure(result.failure)
    const { bytes, masks } = result.value
    showNotice({ text: `Exported ${formatBytes(bytes)}. ${raw ? 'Nothing is hidden in it.' : `${formatCount(masks)} ${masks === 1 ? 'secret is' : 'secrets are'} hidden.`}` })
    onBack()
  }
  const copy = async (): Promise<void> => {
    const result = await engine.request('export.evidence', { id: run.id })
    if (!result.ok) return showFailure(result.failure)
    await bridge.invoke('clipboard.write', { text: result.value.text })
    showNotice({ text: 'The evidence is on the clipboard.' })
  }
  const add = (): void => {
    const why = refuseOwnRule(rule)
    setRefusal(why)
    if (why !== null) return
    setRule('')
    void changeSetting({ ownMasks: [...own, rule.trim()] })
  }
  return (
    <Dialog title="Export" description={`${run.agent.name} of ${run.workspace.name}: ${run.sentence}`} wide tall onClose={onClose}>
      <fieldset className="export-group">
        <legend>As</legend>
        {FORMATS.map(({ id, label }) => (
          <label key={id} className="export-choice">
            <input type="radio" name="format" checked={format === id} onChange={() => setFormat(id)} />
            {label}
          </label>
        ))}
      </fieldset>
      <fieldset className="export-group">
        <legend>Secrets</legend>
        <label className="export-choice">
          <input type="checkbox" checked={emails} onChange={(event) => setEmails(event.target.checked)} />
          Hide e-mail addresses too
        </label>
        <label className="export-choice">
          <input type="checkbox" checked={raw} onChange={(event) => setRaw(event.target.checked)} />
          Hide nothing
        </label>
        {raw && (
          <p className="export-warning" role="alert">
            The file will hold passwords and tokens as they stand in the logs. Give it only to who may have them.
          </p>
        )}
      </fieldset>
      {run.encrypted && <p className="export-warning">This run is encrypted on this computer. The exported file is not.</p>}
      {!raw && (
        <section className="export-preview" aria-label="What is hidden">
          <p role="status" data-testid="mask-count">
            {preview === null
              ? 'Looking for secrets…'
              : preview.total === 0
                ? 'Nothing looks like a secret. Read it before you pass it on.'
                : `${formatCount(preview.total)} hidden: ${preview.byKind.map(({ title, count }) => `${title} ${formatCount(count)}`).join(' · ')}`}
          </p>
          {preview !== null && preview.lines.length > 0 && (
            <ol tabIndex={0} aria-label="Lines with something hidden">
              {preview.lines.map((line, index) => (
                <li key={index}>
                  <span className="export-place">
                    {line.log}, line {formatCount(line.line)}
                  </span>
                  <code>
                    {line.text.split(/(•••)/).map((part, at) => (part === '•••' ? <mark key={at}>•••</mark> : part))}
                  </code>
                </li>
              ))}
            </ol>
          )}
          <form
            className="history-bar"
            onSubmit={(event) => {
              event.preventDefault()
              add()
            }}
          >
            <input className="text-input" aria-label="Hide this text too" placeholder="Hide this too: a text, acme_*, or licence=" value={rule} aria-invalid={refusal !== null} onChange={(event) => setRule(event.target.value)} />
            <Button type="submit" disabled={rule.trim() === ''}>
              Add rule
            </Button>
          </form>
          {refusal !== null && <p className="export-warning">{refusal}</p>}
          {own.length > 0 && (
            <ul className="export-rules">
              {own.map((one) => (
                <li key={one}>
                  <code>{one}</code>
                  <Button size="small" look="quiet" onClick={() => void changeSetting({ ownMasks: own.filter((other) => other !== one) })}>
                    Remove
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
      <div className="export-foot">
        {progress !== null && <progress value={progress} aria-label="Exporting" />}
        <Button look="quiet" onClick={() => (progress === null ? onBack() : void engine.request('export.cancel', {}))}>
          {progress === null ? 'Back' : 'Cancel'}
        </Button>
        <Button onClick={() => void copy()}>Copy evidence</Button>
        <Button look="primary" disabled={progress !== null} onClick={() => void save()}>
          {raw ? 'Export with secrets…' : 'Export…'}
        </Button>
      </div>
    </Dialog>
  )
}
