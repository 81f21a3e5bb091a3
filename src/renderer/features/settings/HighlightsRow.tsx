import { openDialog } from '@/features/dialogs'
import { Button } from '@/ui'
import { useSettings } from './settings-store'

/** Leads to the list of highlight rules, which is a page of its own. */
export function HighlightsRow() {
  const rules = useSettings((state) => state.settings.highlightRules)
  const on = rules.filter((rule) => rule.on).length
  return (
    <div className="setting-row">
      <span className="setting-name">Highlight rules</span>
      <Button size="small" onClick={() => openDialog({ name: 'highlights' })}>
        Show and change
      </Button>
      <p className="field-hint">{rules.length === 0 ? 'There are none.' : `${on} of ${rules.length} are on.`}</p>
    </div>
  )
}
