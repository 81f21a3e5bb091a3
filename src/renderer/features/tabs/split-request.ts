/** Asks the layout to put the active tab beside the others; heard while the tabs are on screen. */
const listeners = new Set<() => void>()

export function splitActiveTab(): void {
  for (const listener of listeners) listener()
}

export function onSplitRequest(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
