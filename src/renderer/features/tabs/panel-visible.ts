/** What is needed of a panel of the layout; dockview's `DockviewPanelApi` is one. */
export interface PanelPlace {
  readonly isVisible: boolean
  onDidVisibilityChange(listener: () => void): { dispose(): void }
  onDidGroupChange(listener: () => void): { dispose(): void }
  onDidActiveChange(listener: () => void): { dispose(): void }
}

/**
 * Tells whether a panel can be seen, now and at each change; returns what ends that. While a panel moves to another group it is
 * hidden and shown within one event, and what that event carries may be older than what the panel says of itself by then: a
 * pane that took it would stand still on screen.
 */
export function followVisibility(panel: PanelPlace, tell: (visible: boolean) => void): () => void {
  const look = (): void => tell(panel.isVisible)
  const heard = [panel.onDidVisibilityChange(look), panel.onDidGroupChange(look), panel.onDidActiveChange(look)]
  look()
  return () => heard.forEach((one) => one.dispose())
}
