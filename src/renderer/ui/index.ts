/*
 * Dialog and Menu are imported from their own files: they bring Radix, which the first
 * paint does not need.
 */
export { Brand } from './Brand'
export { Button, IconButton, type ButtonProps, type IconButtonProps } from './Button'
export { Chip, type ChipProps } from './Chip'
export { KeyText } from './KeyText'
export { EmptyState, type EmptyStateProps } from './EmptyState'
export { SearchField, type SearchFieldProps } from './SearchField'
export { StateGlyph, STATE_WORDS, type GlyphKind, type StateGlyphProps } from './StateGlyph'
export { UndoLine, type Undoable } from './UndoLine'
