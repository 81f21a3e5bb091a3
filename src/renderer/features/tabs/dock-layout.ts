import type { AddPanelPositionOptions, DockviewApi, DockviewGroupPanel } from 'dockview-react'
import { layoutStorage } from '@/features/launch/layout-storage'
import { useWorkspaces } from '@/features/workspaces'
import { rememberedLayout, rememberLayout, tabKey, type Layout } from './layout-memory'

/** Puts tabs where they stood in the last start, and remembers where they stand. */
export class DockLayout {
  private layout: Layout = rememberedLayout(layoutStorage)

  constructor(private readonly api: DockviewApi) {}

  /** Where a tab that opens now belongs; undefined where nothing says so. */
  placeOf(id: string): { position?: AddPanelPositionOptions; initialWidth?: number; initialHeight?: number } {
    const { api, layout } = this
    const key = tabKey(useWorkspaces.getState().workspaces, id)
    if (key === null || api.totalPanels === 0) return {}
    const beside = layout.beside.includes(key)
    const own = api.groups.find((group) => group.panels.length > 0 && this.isBeside(group) === beside)
    if (own) return { position: { referenceGroup: own, direction: 'within' } }
    const across = layout.direction === 'right'
    const share = beside ? 1 - layout.share : layout.share
    const direction = beside ? layout.direction : across ? 'left' : 'above'
    return { position: { direction }, ...(across ? { initialWidth: Math.round(api.width * share) } : { initialHeight: Math.round(api.height * share) }) }
  }

  /** The person put a tab elsewhere: that is remembered for the next start. Tabs that come and go by themselves change nothing. */
  rememberPlaces(): void {
    const [one, ...others] = this.groups
    if (!one) return
    const { workspaces } = useWorkspaces.getState()
    const keysOf = (groups: readonly DockviewGroupPanel[]): string[] => groups.flatMap((group) => group.panels.flatMap(({ id }) => tabKey(workspaces, id) ?? []))
    this.layout = rememberLayout(this.layout, { first: keysOf([one]), second: keysOf(others) }, layoutStorage)
    this.rememberSizes()
  }

  /** Parts may have other sizes now. */
  rememberSizes(): void {
    const { api } = this
    const [one, other] = this.groups
    if (!one || !other) return
    const across = Math.abs(other.api.height - one.api.height) < 2
    const share = across ? one.api.width / api.width : one.api.height / api.height
    if (share <= 0.05 || share >= 0.95) return
    this.layout = rememberLayout({ ...this.layout, direction: across ? 'right' : 'below', share }, { first: [], second: [] }, layoutStorage)
  }

  private get groups(): DockviewGroupPanel[] {
    return this.api.groups.filter((group) => group.panels.length > 0)
  }

  private isBeside(group: DockviewGroupPanel): boolean {
    const { workspaces } = useWorkspaces.getState()
    return group.panels.some(({ id }) => this.layout.beside.includes(tabKey(workspaces, id) ?? ''))
  }
}
