import { useRef, useState } from 'react'
import { Dialog } from '@/ui/Dialog'
import { DeploymentPage } from './DeploymentPage'
import { HostPage } from './HostPage'
import './add-workspace.css'

export type AddPage = 'host' | 'deployment'

const pages: readonly { page: AddPage; label: string; about: string }[] = [
  { page: 'host', label: 'Host', about: 'A Coder workspace or any host that ssh reaches from this computer.' },
  {
    page: 'deployment',
    label: 'Coder deployment',
    about: 'All workspaces that you have there. Not needed where the coder program is logged in: those show by themselves.',
  },
]

interface AddWorkspaceDialogProps {
  /** The page to begin with. */
  page: AddPage
  /** Address of the deployment, where it is known already. */
  url: string
  onClose: () => void
}

/** The two ways to more workspaces: one by its name, or all of a deployment. */
export function AddWorkspaceDialog({ page: first, url, onClose }: AddWorkspaceDialogProps) {
  const [page, setPage] = useState(first)
  // The field to begin with; whoever changes the page by key goes on from there.
  const field = useRef<HTMLInputElement>(null)
  return (
    <Dialog title="Add workspace" description={pages.find((one) => one.page === page)?.about} initialFocus={field} onClose={onClose}>
      <fieldset className="add-pages">
        <legend className="visually-hidden">What to add</legend>
        {pages.map((one) => (
          <label key={one.page} className="add-page">
            <input type="radio" name="add-page" checked={page === one.page} onChange={() => setPage(one.page)} />
            {one.label}
          </label>
        ))}
      </fieldset>
      {page === 'host' ? <HostPage field={field} onClose={onClose} /> : <DeploymentPage field={field} url={url} onClose={onClose} />}
    </Dialog>
  )
}
