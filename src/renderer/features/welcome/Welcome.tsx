import { FolderOpen, Play, Plus } from 'lucide-react'
import { useEngine } from '@/bridge'
import { useShortcut } from '@/features/commands/shortcuts'
import { openDialog } from '@/features/dialogs'
import { chooseFiles, RecentFiles } from '@/features/open-file'
import { useSettings } from '@/features/settings'
import { openDemo, openRecent } from '@/features/workspaces'
import { Brand, Button } from '@/ui'
import './welcome.css'

const MOST_RECENTS = 6

/** What a person sees before any workspace is open: the two things to do, and where they were last. */
export function Welcome() {
  const engine = useEngine()
  const addKey = useShortcut('workspace.add')
  const recents = useSettings((state) => state.settings.recentTargets)
  return (
    <section className="welcome" aria-label="Welcome">
      <div className="welcome-inner">
        <Brand size={40} />
        <h1>See why a workspace did not come up</h1>
        <p className="welcome-text">
          Tailpane reads the startup and agent logs of your workspaces over SSH and follows them as they grow.
        </p>
        <div className="welcome-actions">
          <Button look="primary" onClick={() => openDialog({ name: 'add-workspace' })}>
            <Plus size={15} aria-hidden />
            Add workspace
          </Button>
          <Button onClick={() => void chooseFiles(engine)}>
            <FolderOpen size={14} aria-hidden />
            Open files
          </Button>
          <Button onClick={() => void openDemo(engine)}>
            <Play size={14} aria-hidden />
            Open the demo workspace
          </Button>
        </div>
        {recents.length > 0 ? (
          <div className="welcome-recents">
            <h2>Recent</h2>
            <ul>
              {recents.slice(0, MOST_RECENTS).map((target) => (
                <li key={target}>
                  <button type="button" className="welcome-recent mono ellipsis" title={target} onClick={() => void openRecent(engine, target)}>
                    {target}
                  </button>
                </li>
              ))}
            </ul>
          </div>
        ) : (
          <p className="welcome-hint">
            {addKey ?? 'The first button'} adds a workspace: anything that <span className="mono">ssh</span> takes.
          </p>
        )}
        <RecentFiles most={MOST_RECENTS} />
      </div>
    </section>
  )
}
