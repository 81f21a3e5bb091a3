/** Which agents windows have opened: the connection of one that two windows look at stays when its tab is closed in one of them. */
export class OpenedAgents {
  private readonly byWindow = new Map<object, Set<string>>()

  open(window: object, agentId: string): void {
    const opened = this.byWindow.get(window) ?? new Set()
    this.byWindow.set(window, opened.add(agentId))
  }

  /** The tab of an agent was closed in a window; whether that was the last one. */
  close(window: object, agentId: string): boolean {
    this.byWindow.get(window)?.delete(agentId)
    return ![...this.byWindow.values()].some((opened) => opened.has(agentId))
  }

  /** A window went. What it had open is closed after a while by itself, since nobody looks at it. */
  forget(window: object): void {
    this.byWindow.delete(window)
  }
}
