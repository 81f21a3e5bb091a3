import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Button, EmptyState } from '@/ui'

/** A bug in drawing ends here: the rest of the window goes on, and the person can draw this part again. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error(error, info.componentStack)
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <EmptyState
        title="This part of the window could not be drawn."
        text="Nothing in the workspace was touched. Drawing it again often helps; if it does not, please report it."
        action={<Button onClick={() => this.setState({ failed: false })}>Draw it again</Button>}
      />
    )
  }
}
