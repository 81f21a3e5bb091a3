import { Ellipsis } from 'lucide-react'
import { memo, useRef, useState, type KeyboardEvent } from 'react'
import { useEngine } from '@/bridge'
import { showAgent, useTabs } from '@/features/tabs'
import { openRecent } from '@/features/workspaces'
import { STATE_WORDS, StateGlyph } from '@/ui'
import { stepRow, type SidebarRow } from './sidebar-rows'
import { closeDrawer } from './visibility'

export interface MenuRequest {
  row: Exclude<SidebarRow, { kind: 'group' }>
  at: { x: number; y: number }
  /** Gets the focus back. */
  from: HTMLElement | null
}

interface WorkspaceTreeProps {
  rows: readonly SidebarRow[]
  onMenu: (request: MenuRequest) => void
}

const steps: Record<string, 'up' | 'down' | 'first' | 'last' | 'parent'> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
  ArrowLeft: 'parent',
}

/** Workspaces and their agents as one tree: one tab stop, arrow keys inside. */
export function WorkspaceTree({ rows, onMenu }: WorkspaceTreeProps) {
  const engine = useEngine()
  const active = useTabs((tabs) => tabs.active)
  const tree = useRef<HTMLDivElement>(null)
  const [cursor, setCursor] = useState<string | null>(null)
  const stops = rows.filter((row) => row.kind !== 'group')
  const inList = (key: string | null) => (stops.some((row) => row.key === key) ? key : null)
  const stop = inList(cursor) ?? inList(`agent:${active}`) ?? stops[0]?.key ?? null

  const element = (key: string | null) => tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key ?? '')}"]`) ?? null
  const open = (row: SidebarRow) => {
    closeDrawer()
    if (row.kind === 'agent') showAgent(row.agentId)
    if (row.kind === 'workspace' && row.workspace.agents[0]) showAgent(row.workspace.agents[0].id)
    if (row.kind === 'recent') void openRecent(engine, row.target)
  }
  const menu = (row: SidebarRow, at?: { x: number; y: number }) => {
    if (row.kind === 'group') return
    const from = element(row.key)
    const box = from?.getBoundingClientRect()
    onMenu({ row, from, at: at ?? { x: (box?.right ?? 0) - 28, y: (box?.bottom ?? 0) - 4 } })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const row = stops.find((one) => one.key === stop)
    if (!row) return
    const step = steps[event.key]
    if (step) {
      const next = stepRow(rows, stop, step)
      setCursor(next)
      element(next)?.focus()
    } else if (event.key === 'Enter' || event.key === ' ') open(row)
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) menu(row)
    else return
    event.preventDefault()
  }

  return (
    <div ref={tree} className="sidebar-tree" role="tree" aria-label="Workspaces and agents" onKeyDown={onKeyDown}>
      {rows.map((row) =>
        row.kind === 'group' ? (
          <h2 key={row.key} className="sidebar-group" role="presentation">
            {row.title}
          </h2>
        ) : (
          <TreeRow
            key={row.key}
            row={row}
            selected={row.kind === 'agent' && row.agentId === active}
            stop={row.key === stop}
            onOpen={() => {
              setCursor(row.key)
              open(row)
            }}
            onMenu={(at) => menu(row, at)}
          />
        ),
      )}
    </div>
  )
}

interface TreeRowProps {
  row: Exclude<SidebarRow, { kind: 'group' }>
  selected: boolean
  stop: boolean
  onOpen: () => void
  onMenu: (at?: { x: number; y: number }) => void
}

const TreeRow = memo(
  function TreeRow({ row, selected, stop, onOpen, onMenu }: TreeRowProps) {
    const level = row.kind === 'agent' ? row.level : 1
    return (
      <div
        className="sidebar-row"
        role="treeitem"
        data-kind={row.kind}
        data-key={row.key}
        aria-level={level}
        aria-selected={selected}
        {...(row.kind === 'workspace' ? { 'aria-expanded': true } : {})}
        tabIndex={stop ? 0 : -1}
        onClick={onOpen}
        onContextMenu={(event) => {
          event.preventDefault()
          onMenu({ x: event.clientX, y: event.clientY })
        }}
      >
        <RowText row={row} />
        <button
          type="button"
          className="sidebar-more"
          tabIndex={-1}
          aria-hidden
          title="More"
          onClick={(event) => {
            event.stopPropagation()
            onMenu()
          }}
        >
          <Ellipsis size={14} aria-hidden />
        </button>
      </div>
    )
  },
  // The handlers close over the row alone, so they are not compared.
  (a, b) => a.selected === b.selected && a.stop === b.stop && JSON.stringify(a.row) === JSON.stringify(b.row),
)

function RowText({ row }: { row: TreeRowProps['row'] }) {
  switch (row.kind) {
    case 'workspace':
      return (
        <>
          <span className="sidebar-name ellipsis" title={`${row.workspace.name} · ${row.workspace.target}`}>
            {row.workspace.name}
          </span>
          <span className="sidebar-fact">{row.fact}</span>
        </>
      )
    case 'agent':
      return (
        <>
          <StateGlyph kind={row.fact.glyph} silent />
          <span className="sidebar-name ellipsis" title={`${row.name} · ${row.address}`}>
            {row.name}
          </span>
          <span className="visually-hidden">{STATE_WORDS[row.fact.glyph]}</span>
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
