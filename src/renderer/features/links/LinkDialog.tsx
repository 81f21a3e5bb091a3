import { useRef } from 'react'
import type { PlaceLink } from '@shared/links'
import { formatCount } from '@shared/text/units'
import { useEngine } from '@/bridge'
import { useWorkspaces } from '@/features/workspaces'
import { Button } from '@/ui'
import { Dialog } from '@/ui/Dialog'
import { followLink, linkTarget } from './follow-link'
import { useAskedLink } from './link-store'
import './link-dialog.css'

/** Says what a link would open, before anything of it is opened. */
export function LinkDialog({ link }: { link: PlaceLink }) {
  const engine = useEngine()
  const cancel = useRef<HTMLButtonElement>(null)
  const known = useWorkspaces((state) => state.workspaces.some((one) => linkTarget(one) === link.target))
  const close = () => useAskedLink.setState({ link: null })
  const demo = link.target === 'demo:'
  const does = demo ? 'It opens the demo workspace.' : known ? 'It connects to this workspace, unless it is connected already.' : link.target.startsWith('coder:') ? 'This workspace is in no list of a Coder deployment here. Its deployment has to be added first.' : 'This workspace is not in your list. Opening it connects to it by your own SSH settings.'
  return (
    <Dialog title="Open a link to a log?" description={does} initialFocus={cancel} onClose={close}>
      <dl className="link-facts selectable" data-testid="link-facts">
        <dt>Workspace</dt>
        <dd className="mono">{demo ? 'demo' : link.target}</dd>
        <dt>Agent</dt>
        <dd className="mono">{link.agent}</dd>
        <dt>Log</dt>
        <dd className="mono">{link.path}</dd>
        <dt>Place</dt>
        <dd>byte {formatCount(link.offset)}</dd>
        {link.runMs !== null && (
          <>
            <dt>Run</dt>
            <dd>began {new Date(link.runMs).toLocaleString('en-GB')}; a later one may have written other lines there</dd>
          </>
        )}
      </dl>
      <div className="dialog-actions">
        <Button ref={cancel} onClick={close}>
          Cancel
        </Button>
        <Button look="primary" onClick={() => void followLink(engine, link)}>
          Open
        </Button>
      </div>
    </Dialog>
  )
}
