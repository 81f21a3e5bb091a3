import type { LogKind } from '@shared/model'
import { openDialog } from '@/features/dialogs'
import { showNotice } from '@/features/notices'
import { changeSetting, useSettings } from '@/features/settings'
import type { LogTerminal } from '@/terminal'

/** Longer selections are no pattern that a person means (UTF-16 units). */
const LONGEST_TEXT = 200

/** All highlights off, or those on again whose rules are. */
export function toggleHighlights(): void {
  void changeSetting({ highlights: !useSettings.getState().settings.highlights })
}

/** Begins a rule for the text that is selected in a pane, for logs of its kind. */
export function highlightSelection(live: { terminal: Pick<LogTerminal, 'selectedText'> } | null, kind: LogKind): void {
  const text = live?.terminal.selectedText().trim() ?? ''
  if (text.includes('\n') || text.length > LONGEST_TEXT) return showNotice({ text: 'A highlight rule is about text of one line. Select less, then try again.' })
  openDialog({ name: 'highlights', fresh: { text, kind: kind === 'agent' ? 'agent' : 'startup' } })
}
