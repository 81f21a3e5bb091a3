import type { EngineClient } from '@/bridge'
import { COPY_LENGTH, type TextRange } from '@shared/contract/places'
import { formatBytes } from '@shared/text/units'
import { htmlOfSgr, withoutSgr, type LogTerminal, type SelectedRange } from '@/terminal'
import type { PaneSession } from './pane-session'

export type Copied = { kind: 'nothing' } | { kind: 'text'; text: string } | { kind: 'too-long'; range: TextRange; sentence: string } | { kind: 'failed'; sentence: string }

/** The selected text of a pane: from the terminal where all of it is held there, else from the engine. */
export async function copySelection(client: EngineClient, session: PaneSession, terminal: LogTerminal, firstOffset: number): Promise<Copied> {
  const selected = terminal.selected()
  if (selected === null) return { kind: 'nothing' }
  const held = terminal.whole && (selected.all ? session.touchesStart && (session.snapshot().status?.afterBytes ?? 0) === 0 : selected.held)
  // The blanks between columns are the pane's own; the engine copies the log's text.
  if (held && !session.filtered) {
    const text = terminal.selectedText()
    return text === '' ? { kind: 'nothing' } : { kind: 'text', text }
  }
  const range = rangeOf(selected, firstOffset, terminal.columns)
  const result = await client.request('pane.copy', { paneId: session.id, range })
  if (!result.ok) return { kind: 'failed', sentence: `${result.failure.sentence} ${result.failure.nextStep}` }
  const { text, bytes } = result.value
  if (text !== null) return { kind: 'text', text }
  return { kind: 'too-long', range, sentence: `What is selected takes ${formatBytes(bytes)}, more than the clipboard is given.` }
}

/** Longer text is copied without its colours (UTF-16 units): no program would paste it well. */
const COLOURED_LENGTH = 2 * 1024 * 1024

export type Coloured = { kind: 'text'; text: string; html: string | null } | Exclude<Copied, { kind: 'text' }>

/** The selected text of a pane and the same as HTML, from the engine, which has the colours wherever the text lies. */
export async function copyColoured(client: EngineClient, session: PaneSession, terminal: LogTerminal, firstOffset: number): Promise<Coloured> {
  const selected = terminal.selected()
  if (selected === null) return { kind: 'nothing' }
  const range = rangeOf(selected, firstOffset, terminal.columns)
  const result = await client.request('pane.copy', { paneId: session.id, range, colours: true })
  if (!result.ok) return { kind: 'failed', sentence: `${result.failure.sentence} ${result.failure.nextStep}` }
  const { text, bytes } = result.value
  if (text === null) return { kind: 'too-long', range, sentence: `What is selected takes ${formatBytes(bytes)}, more than the clipboard is given.` }
  const html = text.length > COLOURED_LENGTH ? null : htmlOfSgr(text, terminal.theme)
  return { kind: 'text', text: withoutSgr(text), html: html !== null && html.length > COPY_LENGTH ? null : html }
}

export function rangeOf(selected: SelectedRange, firstOffset: number, columns: number): TextRange {
  // Up to the end that the log has then: what is known of it here may be a moment old.
  if (selected.all) return { from: { offset: firstOffset, cell: 0 }, to: { offset: Number.MAX_SAFE_INTEGER, cell: null }, columns }
  const spot = ({ offset, cell }: { offset: number; cell: number }) => ({ offset, cell: cell === Infinity ? null : cell })
  return { from: spot(selected.from), to: spot(selected.to), columns: selected.columns }
}
