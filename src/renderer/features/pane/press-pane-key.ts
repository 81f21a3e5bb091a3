import type { KeyboardEvent } from 'react'
import { paneKey } from './pane-keys'
import type { Copying } from './use-copy'
import type { Finding } from './use-finding'
import type { LivePane } from './use-pane'
import type { Reading } from './use-reading'

/** Does what a key means on the text of a pane; keys that mean nothing there go on. */
export function pressPaneKey(event: KeyboardEvent, { terminal }: LivePane, finding: Finding, reading: Reading, copying: Copying): void {
  const key = paneKey(event.nativeEvent)
  if (key === null) return
  if (key === 'copy') {
    if (terminal.selected() === null) return
    copying.copy()
  } else if (key === 'select-all') terminal.selectAll()
  else if (key === 'escape') {
    if (finding.open) finding.close()
    else {
      terminal.clearSelection()
      reading.clear()
    }
  } else if (key.unit === 'columns') {
    if (reading.wrap) return
    terminal.scrollSideways(key.scroll)
  } else terminal.scrollBy(key.scroll, key.unit)
  event.preventDefault()
  event.stopPropagation()
}
