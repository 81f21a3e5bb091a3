import type { LinkState } from '@shared/model'
import { PaneNotice, type PaneNoticeProps } from './PaneNotice'
import type { PaneView } from './pane-view'
import { conditionOf, frontierWords, offlineWords } from './pane-words'

export interface PaneNoticesProps {
  view: PaneView
  link: LinkState
  /** Said of the log by who shows it. */
  remark: { sentence: string; nextStep: string } | null
  /** What there is to say of what was copied. */
  copied: PaneNoticeProps | null
  onDismissRefusal: () => void
  onReconnect: () => void
}

/** What there is to say of a pane's log, above its text, which stays. */
export function PaneNotices({ view, link, remark, copied, onDismissRefusal, onReconnect }: PaneNoticesProps) {
  const condition = conditionOf(view)
  const failure = view.status?.failure ?? null
  const frontier = view.status?.frontier ?? null
  const offline = condition === 'offline' ? offlineWords(link) : null
  return (
    <>
      {remark && <PaneNotice tone="quiet" {...remark} />}
      {view.refusal && <PaneNotice tone="bad" {...words(view.refusal)} onDismiss={onDismissRefusal} />}
      {failure && !offline && <PaneNotice tone={condition === 'failed' ? 'bad' : 'warn'} {...words(failure)} />}
      {copied && <PaneNotice {...copied} />}
      {offline && <PaneNotice tone="warn" {...offline} action={{ label: 'Reconnect now', run: onReconnect }} />}
      {frontier && <PaneNotice tone="quiet" {...frontierWords(frontier)} />}
    </>
  )
}

function words({ sentence, nextStep }: { sentence: string; nextStep: string }): { sentence: string; nextStep: string } {
  return { sentence, nextStep }
}
