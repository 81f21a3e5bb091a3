import { Ellipsis, FileText, Star } from 'lucide-react'
import { memo } from 'react'
import { toggleFavourite } from '@/features/workspaces'
import { STATE_WORDS, StateGlyph } from '@/ui'
import { isLocal, sameRow, targetOf, type StopRow } from './sidebar-rows'

interface TreeRowProps {
  row: StopRow
  selected: boolean
  stop: boolean
  onOpen: () => void
  onMenu: (at?: { x: number; y: number }) => void
}

/** One line of the tree. What the mouse finds at its end is in the row's menu for everyone else. */
export const TreeRow = memo(
  function TreeRow({ row, selected, stop, onOpen, onMenu }: TreeRowProps) {
    const level = row.kind === 'agent' ? row.level : 1
    const whole = (row.kind !== 'agent' || row.level === 1) && !isLocal(row)
    const starLabel = row.favourite ? 'Remove from favourites' : 'Add to favourites'
    return (
      <div
        className="sidebar-row"
        role="treeitem"
        data-kind={row.kind}
        data-key={row.key}
        data-target={targetOf(row)}
        data-dim={row.kind === 'agent' ? row.dim : row.kind === 'workspace' && (row.build?.dim ?? false)}
        aria-level={level}
        aria-selected={selected}
        {...(row.kind === 'workspace' && row.workspace.agents.length > 0 ? { 'aria-expanded': true } : {})}
        tabIndex={stop ? 0 : -1}
        onClick={onOpen}
        onContextMenu={(event) => {
          event.preventDefault()
          onMenu({ x: event.clientX, y: event.clientY })
        }}
      >
        <RowText row={row} />
        <span className="sidebar-tools" aria-hidden>
          {whole && (
            <button
              type="button"
              className="sidebar-tool"
              tabIndex={-1}
              title={starLabel}
              data-on={row.favourite}
              onClick={(event) => {
                event.stopPropagation()
                toggleFavourite(targetOf(row))
              }}
            >
              <Star size={13} aria-hidden />
            </button>
          )}
          <button
            type="button"
            className="sidebar-tool"
            tabIndex={-1}
            title="More"
            onClick={(event) => {
              event.stopPropagation()
              onMenu()
            }}
          >
            <Ellipsis size={14} aria-hidden />
          </button>
        </span>
      </div>
    )
  },
  // The handlers close over the row alone, so they are not compared.
  (a, b) => a.selected === b.selected && a.stop === b.stop && sameRow(a.row, b.row),
)

function RowText({ row }: { row: StopRow }) {
  switch (row.kind) {
    case 'workspace':
      return (
        <>
          <span className="sidebar-name ellipsis" title={row.hint}>
            {row.workspace.name}
          </span>
          <span className="sidebar-fact" data-tone={row.build?.tone ?? 'plain'}>
            {row.build && <StateGlyph kind={row.build.glyph} size={12} silent />}
            {row.fact}
          </span>
        </>
      )
    case 'agent':
      return (
        <>
          {isLocal(row) ? <FileText size={14} aria-hidden className="file-glyph" /> : <StateGlyph kind={row.fact.glyph} silent />}
          <span className="sidebar-name ellipsis" title={row.hint}>
            {row.name}
          </span>
          {!isLocal(row) && <span className="visually-hidden">{STATE_WORDS[row.fact.glyph]}</span>}
          <span className="sidebar-fact ellipsis" data-tone={row.fact.tone} title={row.fact.text}>
            {row.fact.text}
          </span>
        </>
      )
    case 'recent':
      return (
        <span className="sidebar-name ellipsis" title={`Open ${row.target}`}>
          {row.target}
        </span>
      )
  }
}
