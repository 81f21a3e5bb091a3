import * as v from 'valibot'
import type { WorkspaceInfo } from '@shared/model'
import type { EngineClient } from '@/bridge'
import { layoutStorage } from '@/features/launch/layout-storage'
import { useLaunch } from '@/features/launch'
import { useSettings } from '@/features/settings'
import { openTarget, showFailure, useWorkspaces } from '@/features/workspaces'
import { tabKey } from './layout-memory'
import { showAgent, useTabs } from './tab-store'

const KEY = 'tailpane.last-open'
const MOST = 50
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(800))

const schema = v.object({
  /** Targets of hosts that were added by hand. */
  hosts: v.pipe(v.array(text), v.maxLength(MOST)),
  /** Tabs of Coder's list, by `tabKey`. */
  tabs: v.pipe(v.array(text), v.maxLength(MOST)),
  /** The tab in front. */
  front: v.nullable(text),
})
export type LastOpen = v.InferOutput<typeof schema>

/** What is open now, as it is remembered. */
export function openNow(workspaces: readonly WorkspaceInfo[], tabs: readonly string[], front: string | null): LastOpen {
  const coder = workspaces.filter((one) => one.kind === 'coder')
  return {
    hosts: workspaces.filter((one) => one.kind === 'ssh').map((one) => one.target).slice(0, MOST),
    tabs: tabs.flatMap((id) => tabKey(coder, id) ?? []).slice(0, MOST),
    front: front === null ? null : tabKey(workspaces, front),
  }
}

export function readLastOpen(storage: Pick<Storage, 'getItem'>): LastOpen | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), storage.getItem(KEY))
  return parsed.success ? parsed.output : null
}

/**
 * Opens what was open last, where the person wants that and asked for nothing else, and remembers from then on what is open. The demo and
 * files of this machine are left out: the one starts from its beginning, and no window may open the others by itself.
 */
export function startLastOpen(engine: EngineClient): void {
  const last = readLastOpen(layoutStorage)
  const { launch } = useLaunch.getState()
  const asked = launch === null || launch.slot > 1 || launch.demo || launch.targets.length + launch.files.length + launch.links.length > 0
  if (last && !asked && useSettings.getState().settings.reopenLast) reopen(engine, last)
  const remember = (): void => {
    const { open, active } = useTabs.getState()
    layoutStorage.setItem(KEY, JSON.stringify(openNow(useWorkspaces.getState().workspaces, open, active)))
  }
  useTabs.subscribe(remember)
  useWorkspaces.subscribe((state, before) => {
    if (state.workspaces.length !== before.workspaces.length) remember()
  })
}

function reopen(engine: EngineClient, { hosts, tabs, front }: LastOpen): void {
  for (const target of hosts) void openTarget(engine, target).then((result) => result.ok || showFailure(result.failure))
  const waiting = new Set([...tabs, ...(front === null ? [] : [front])])
  const look = (): void => {
    for (const workspace of useWorkspaces.getState().workspaces) {
      for (const { id } of [...workspace.agents, workspace]) {
        const key = tabKey([workspace], id)
        if (key === null || !waiting.delete(key)) continue
        // What was in front stands there again; the others come behind it.
        const before = useTabs.getState().active
        showAgent(id)
        if (key !== front && before !== null) showAgent(before)
      }
    }
    if (waiting.size === 0) stop()
  }
  const stop = useWorkspaces.subscribe(look)
  look()
}
