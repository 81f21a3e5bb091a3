import type { ReactNode } from 'react'
import './empty-state.css'

export interface EmptyStateProps {
  title: ReactNode
  /** What can be done, one plain sentence. */
  text?: ReactNode
  /** The one thing to do. */
  action?: ReactNode
}

export function EmptyState({ title, text, action }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <p className="empty-state-title">{title}</p>
      {text && <p className="empty-state-text">{text}</p>}
      {action && <div className="empty-state-action">{action}</div>}
    </div>
  )
}
