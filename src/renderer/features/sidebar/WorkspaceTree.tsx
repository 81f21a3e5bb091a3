import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useEngine } from '@/bridge'
import { asksForMenu } from '@/features/menus'
import { showAgent, showWorkspace, useTabs } from '@/features/tabs'
import { openRecent } from '@/features/workspaces'
import { GroupTitle, ListNote } from './GroupTitle'
import type { MenuRequest } from './menu-request'
import { isStop, stepRow, type SidebarRow, type StopRow } from './sidebar-rows'
import { TreeRow } from './TreeRow'
import { closeDrawer } from './visibility'

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
  const stops = rows.filter(isStop)
  // A workspace without agents has a tab of its own.
  const selected = active === null ? null : (stops.find((row) => row.key === `agent:${active}` || row.key === `workspace:${active}`)?.key ?? null)
  const inList = (key: string | null) => (stops.some((row) => row.key === key) ? key : null)
  const stop = inList(cursor) ?? selected ?? stops[0]?.key ?? null

  const element = (key: string | null) => tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key ?? '')}"]`) ?? null
  // A workspace that closes leaves the list or comes back as another row; who stood on it stays in the tree.
  const focused = useRef<{ key: string; index: number } | null>(null)
  useLayoutEffect(() => {
    const was = focused.current
    if (was === null || inList(was.key) !== null || document.activeElement !== document.body) return
    element(stops[Math.min(was.index, stops.length - 1)]?.key ?? null)?.focus()
  })
  const open = (row: StopRow) => {
    closeDrawer()
    if (row.kind === 'agent') showAgent(row.agentId)
    if (row.kind === 'workspace') showWorkspace(row.workspace.id)
    if (row.kind === 'recent') void openRecent(engine, row.target)
  }
  const menu = (row: StopRow, at?: { x: number; y: number }, byKey = false) => {
    const from = element(row.key)
    const box = from?.getBoundingClientRect()
    onMenu({ about: row, from, byKey, at: at ?? { x: (box?.right ?? 0) - 28, y: (box?.bottom ?? 0) - 4 } })
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
    else if (asksForMenu(event)) menu(row, undefined, true)
    else return
    event.preventDefault()
  }

  return (
    <div
      ref={tree}
      className="sidebar-tree"
      role="tree"
      aria-label="Workspaces and agents"
      onKeyDown={onKeyDown}
      onFocus={({ target }) => {
        const key = target.dataset['key'] ?? ''
        focused.current = { key, index: stops.findIndex((row) => row.key === key) }
      }}
      onBlur={() => (focused.current = null)}
    >
      {rows.map((row) => {
        if (row.kind === 'group') return <GroupTitle key={row.key} row={row} onMenu={onMenu} />
        if (row.kind === 'note') return <ListNote key={row.key} row={row} />
        return (
          <TreeRow
            key={row.key}
            row={row}
            selected={row.key === selected}
            stop={row.key === stop}
            onOpen={() => {
              setCursor(row.key)
              open(row)
            }}
            onMenu={(at) => menu(row, at)}
          />
        )
      })}
    </div>
  )
}
