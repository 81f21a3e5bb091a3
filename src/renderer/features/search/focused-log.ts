let focused: string | null = null

/** The log whose pane took the focus last. */
export function noteFocusedLog(logId: string): void {
  focused = logId
}

export function focusedLog(): string | null {
  return focused
}
