export interface ClosingFacts {
  /** The app is on its way out. */
  quitting: boolean
  /** The watch is on, and there is something to watch. */
  watching: boolean
  /** The tray's icon can be seen. */
  tray: boolean
  /** The page still works. */
  alive: boolean
}

/** What closing the window does: the watch goes on where there is one, in the tray or as a minimised window. */
export function closingPlan({ quitting, watching, tray, alive }: ClosingFacts): 'close' | 'hide' | 'minimise' {
  if (quitting || !watching || !alive) return 'close'
  return tray ? 'hide' : 'minimise'
}
