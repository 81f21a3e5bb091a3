import * as v from 'valibot'
import type { WorkspaceInfo } from '@shared/model'

const KEY = 'tailpane.layout'
/** Tabs that are remembered at most, the latest ones. */
const MOST_TABS = 200

const schema = v.object({
  /** Tabs that stand in the second part, by `tabKey`; those of the first part need no mention. */
  beside: v.pipe(v.array(v.pipe(v.string(), v.maxLength(800))), v.maxLength(MOST_TABS)),
  /** Where the second part stands. */
  direction: v.picklist(['right', 'below']),
  /** What the first part has of the whole, from 0 to 1. */
  share: v.pipe(v.number(), v.minValue(0.05), v.maxValue(0.95)),
})
export type Layout = v.InferOutput<typeof schema>

export const noLayout: Layout = { beside: [], direction: 'right', share: 0.5 }

/** What a tab is known by in the next start: ids are made anew there. Null for what is not in the list. */
export function tabKey(workspaces: readonly WorkspaceInfo[], id: string): string | null {
  for (const workspace of workspaces) {
    if (workspace.id === id) return workspace.target
    const agent = workspace.agents.find((one) => one.id === id)
    if (agent) return `${workspace.target}\n${agent.name}`
  }
  return null
}

export function rememberedLayout(storage: Pick<Storage, 'getItem'>): Layout {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), storage.getItem(KEY))
  return parsed.success ? parsed.output : noLayout
}

/**
 * Remembers where tabs stand now. `first` and `second`: keys of the tabs in the first part and in the others; what is remembered of tabs
 * that are not open stays.
 */
export function rememberLayout(layout: Layout, { first, second }: { first: readonly string[]; second: readonly string[] }, storage: Pick<Storage, 'setItem'>): Layout {
  const gone = layout.beside.filter((key) => !first.includes(key) && !second.includes(key))
  const next = { ...layout, beside: [...gone, ...second].slice(-MOST_TABS) }
  storage.setItem(KEY, JSON.stringify(next))
  return next
}
