import { Download, Lock, Pin, PinOff, StickyNote, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useEngine } from '@/bridge'
import { keyPlace, pointerPlace, type MenuPlace } from '@/features/menus'
import { runGlyph } from '@/features/runs'
import { IconButton, StateGlyph } from '@/ui'
import { MenuAt } from '@/ui/Menu'
import { deleteRun, pinRun, writeNote, type SavedRun } from './history-store'
import { runFacts } from './history-words'

interface HistoryRowProps {
  run: SavedRun
  now: number
  onOpen: (run: SavedRun) => void
  onExport: (run: SavedRun) => void
}

/** One saved run: what came of it, and what can be done with it. */
export function HistoryRow({ run, now, onOpen, onExport }: HistoryRowProps) {
  const engine = useEngine()
  const [writing, setWriting] = useState(false)
  const [menu, setMenu] = useState<MenuPlace | null>(null)
  const row = useRef<HTMLLIElement>(null)
  const keep = (note: string): void => {
    setWriting(false)
    void writeNote(engine, run, note)
  }
  return (
    <li
      ref={row}
      className="history-row"
      data-run={run.id}
      onContextMenu={(event) => setMenu(pointerPlace(event))}
      onKeyDown={(event) => {
        const place = event.target instanceof HTMLInputElement ? null : keyPlace(event)
        if (place) setMenu(place)
      }}
    >
      <button type="button" className="history-open" onClick={() => onOpen(run)}>
        <StateGlyph kind={runGlyph(run.kind)} size={15} />
        <span className="history-sentence ellipsis" title={run.sentence}>
          {run.sentence}
        </span>
        {run.encrypted && <Lock size={12} className="history-lock" role="img" aria-label="Encrypted" />}
        <span className="history-facts">{runFacts(run, now)}</span>
      </button>
      <span className="history-actions">
        <IconButton size="small" label={run.pinned ? 'Do not keep for good' : 'Keep for good'} aria-pressed={run.pinned} icon={run.pinned ? <PinOff size={14} aria-hidden /> : <Pin size={14} aria-hidden />} onClick={() => void pinRun(engine, run)} />
        <IconButton size="small" label="Note" icon={<StickyNote size={14} aria-hidden />} onClick={() => setWriting(true)} />
        <IconButton size="small" label="Export" icon={<Download size={14} aria-hidden />} onClick={() => onExport(run)} />
        <IconButton size="small" label="Delete" icon={<Trash2 size={14} aria-hidden />} onClick={() => deleteRun(engine, run)} />
      </span>
      {writing ? (
        <input
          className="text-input history-note-field"
          aria-label="Note"
          maxLength={2000}
          defaultValue={run.note}
          autoFocus
          onBlur={(event) => keep(event.target.value.trim())}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur()
          }}
        />
      ) : (
        run.note && <p className="history-note selectable">{run.note}</p>
      )}
      {menu && (
        <MenuAt
          at={menu.at}
          byKey={menu.byKey}
          // Outside of the dialog nothing can be clicked.
          within={row.current?.closest<HTMLElement>('.dialog') ?? null}
          label={run.sentence}
          returnFocus={menu.from}
          onClose={() => setMenu(null)}
          items={[
            { label: 'Open', shortcut: 'Enter', run: () => onOpen(run) },
            { label: 'Export…', run: () => onExport(run) },
            'separator',
            { label: run.pinned ? 'Do not keep for good' : 'Keep for good', run: () => void pinRun(engine, run) },
            { label: run.note ? 'Change its note…' : 'Write a note…', run: () => setWriting(true) },
            'separator',
            { label: 'Delete', run: () => deleteRun(engine, run) },
          ]}
        />
      )}
    </li>
  )
}
