import type { WorkspaceInfo } from '@shared/model'
import { changeSetting, useSettings } from '@/features/settings'

/** As many as the settings keep. */
const MOST_FAVOURITES = 200

export function withFavourite(favourites: readonly string[], target: string): string[] {
  return favourites.includes(target) ? favourites.filter((one) => one !== target) : [...favourites, target].slice(-MOST_FAVOURITES)
}

/** The favourites among the workspaces, in the order in which they were chosen. */
export function favouriteWorkspaces(workspaces: readonly WorkspaceInfo[], favourites: readonly string[]): WorkspaceInfo[] {
  const byTarget = new Map(workspaces.map((one) => [one.target, one]))
  return favourites.flatMap((target) => byTarget.get(target) ?? [])
}

/** Puts a target among the favourites, or takes it out. */
export function toggleFavourite(target: string): void {
  void changeSetting({ favourites: withFavourite(useSettings.getState().settings.favourites, target) })
}
