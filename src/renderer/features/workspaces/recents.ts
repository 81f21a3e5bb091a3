import type { WorkspaceInfo } from '@shared/model'

/** As many as the settings keep. */
const MOST_RECENTS = 50

/** The target first, the others after it in their order, none twice. */
export function remember(recents: readonly string[], target: string): string[] {
  return [target, ...recents.filter((one) => one !== target)].slice(0, MOST_RECENTS)
}

export function forget(recents: readonly string[], target: string): string[] {
  return recents.filter((one) => one !== target)
}

/** Remembered targets that are not open now. */
export function closedRecents(recents: readonly string[], workspaces: readonly WorkspaceInfo[]): string[] {
  const open = new Set(workspaces.map((one) => one.target))
  return recents.filter((one) => !open.has(one))
}
