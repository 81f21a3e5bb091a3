import { X } from 'lucide-react'
import { Button, IconButton } from '@/ui'
import './pane-notice.css'

export interface PaneNoticeProps {
  /** `quiet`: nothing is wrong. */
  tone: 'warn' | 'bad' | 'quiet'
  sentence: string
  nextStep: string
  action?: { label: string; run: () => void }
  onDismiss?: () => void
}

/** A failure, a lost connection or a fact about the log, above the text that is there and never in its place. */
export function PaneNotice({ tone, sentence, nextStep, action, onDismiss }: PaneNoticeProps) {
  return (
    <div className="pane-notice" role="status" data-tone={tone} data-testid="pane-notice">
      <p className="selectable">
        <strong>{sentence}</strong> {nextStep}
      </p>
      {action && (
        <Button size="small" onClick={action.run}>
          {action.label}
        </Button>
      )}
      {onDismiss && <IconButton size="small" label="Close this notice" icon={<X size={14} />} onClick={onDismiss} />}
    </div>
  )
}
