import type { AgentStateKind } from '@shared/model'
import './state-glyph.css'

/** An agent's state, or how the build of a workspace stands. */
export type GlyphKind = AgentStateKind | 'pending' | 'stopping'

/** The word that goes with each shape and colour. */
export const STATE_WORDS: Record<GlyphKind, string> = {
  ready: 'ready',
  starting: 'starting',
  failed: 'failed',
  'timed-out': 'timed out',
  stalled: 'stalled',
  stopped: 'stopped',
  unknown: 'unknown',
  pending: 'queued',
  stopping: 'stopping',
}

const shapes: Record<GlyphKind, React.ReactNode> = {
  ready: <circle cx="8" cy="8" r="5" fill="currentColor" />,
  starting: (
    <>
      <circle cx="8" cy="8" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M8 3.75a4.25 4.25 0 0 0 0 8.5Z" fill="currentColor" />
    </>
  ),
  failed: <path d="M8 2.5 14 13.5H2Z" fill="currentColor" stroke="currentColor" strokeWidth="1" strokeLinejoin="round" />,
  'timed-out': <path d="M8 3.5 13.4 13H2.6Z" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" />,
  stalled: <path d="M3.75 3h3v10h-3ZM9.25 3h3v10h-3Z" fill="currentColor" />,
  stopped: <circle cx="8" cy="8" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  pending: <circle cx="8" cy="8" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 1.34" />,
  stopping: (
    <>
      <circle cx="8" cy="8" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6.25 6.25h3.5v3.5h-3.5Z" fill="currentColor" />
    </>
  ),
  unknown: <path d="M8 3 13 8 8 13 3 8Z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />,
}

export interface StateGlyphProps {
  kind: GlyphKind
  /** Side in CSS pixels. */
  size?: number
  /** Where the state's word stands right beside the glyph, the glyph itself stays silent. */
  silent?: boolean
}

/** An agent's state as a shape and a colour; screen readers hear the word. */
export function StateGlyph({ kind, size = 14, silent = false }: StateGlyphProps) {
  const said = silent ? { 'aria-hidden': true } : { role: 'img', 'aria-label': STATE_WORDS[kind] }
  return (
    <svg className="state-glyph" data-state={kind} width={size} height={size} viewBox="0 0 16 16" {...said}>
      {shapes[kind]}
    </svg>
  )
}
