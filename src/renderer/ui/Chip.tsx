import type { ReactNode } from 'react'
import './chip.css'

export interface ChipProps {
  tone?: 'plain' | 'ok' | 'busy' | 'bad' | 'warn'
  title?: string
  children: ReactNode
}

/** A short word in a pill, for a state or a condition. */
export function Chip({ tone = 'plain', title, children }: ChipProps) {
  return (
    <span className="chip" data-tone={tone} {...(title === undefined ? {} : { title })}>
      {children}
    </span>
  )
}
