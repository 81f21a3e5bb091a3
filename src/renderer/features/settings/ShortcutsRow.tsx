import { openDialog } from '@/features/dialogs'
import { Button } from '@/ui'
import { useSettings } from './settings-store'

/** Leads to the list of shortcuts, which is a page of its own. */
export function ShortcutsRow() {
  const own = useSettings((state) => Object.keys(state.settings.shortcuts).length)
  return (
    <div className="setting-row">
      <span className="setting-name">Keyboard shortcuts</span>
      <Button size="small" onClick={() => openDialog({ name: 'shortcuts' })}>
        Show and change
      </Button>
      <p className="field-hint">{own === 0 ? 'All are the defaults.' : `${own} of them ${own === 1 ? 'is' : 'are'} changed.`}</p>
    </div>
  )
}
