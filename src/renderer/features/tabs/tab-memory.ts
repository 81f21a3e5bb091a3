import * as v from 'valibot'
import type { TabList } from './tab-list'

/*
 * What is open outlives the page: when its process ends and it is loaded again, tabs stand where they stood. Kept in the
 * window's session storage, which Chromium holds outside of the page's process and forgets with the window.
 */
const KEY = 'tailpane.tabs'
const LAYOUT_KEY = 'tailpane.layout'
const MOST_IDS = 500

type Memory = Pick<Storage, 'getItem' | 'setItem'>

const ids = v.pipe(v.array(v.pipe(v.string(), v.maxLength(128))), v.maxLength(MOST_IDS))
const tabsSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ open: ids, active: v.nullable(v.pipe(v.string(), v.maxLength(128))), known: ids, picked: v.boolean() }),
)

/** The tabs as the page had them before it was loaded again; null where it was not. */
export function keptTabs(memory: Memory): TabList | null {
  const kept = v.safeParse(tabsSchema, memory.getItem(KEY) ?? '')
  return kept.success ? { ...kept.output, known: new Set(kept.output.known) } : null
}

export function keepTabs({ open, active, known, picked }: TabList, memory: Memory): void {
  memory.setItem(KEY, JSON.stringify({ open, active, known: [...known], picked }))
}

/** The layout's own description of how tabs stand beside each other; null where there is none. */
export function keptLayout(memory: Memory): object | null {
  try {
    const kept: unknown = JSON.parse(memory.getItem(LAYOUT_KEY) ?? 'null')
    return typeof kept === 'object' ? kept : null
  } catch {
    return null
  }
}

export function keepLayout(layout: object, memory: Memory): void {
  memory.setItem(LAYOUT_KEY, JSON.stringify(layout))
}
