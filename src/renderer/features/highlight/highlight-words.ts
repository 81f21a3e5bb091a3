import type { HighlightColour, RuleKind } from '@shared/highlight-rules'

/** In a list, where there is little room. */
export const SHORT_KIND_WORDS: Record<RuleKind, string> = { any: 'All logs', startup: 'Startup', agent: 'Agent log' }

export const KIND_WORDS: Record<RuleKind, string> = { any: 'All logs', startup: 'Startup and other output', agent: 'Agent log' }

export const COLOUR_WORDS: Record<HighlightColour, string> = { red: 'Red', orange: 'Orange', green: 'Green', teal: 'Teal', blue: 'Blue', violet: 'Violet' }
