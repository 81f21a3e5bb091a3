/** Colour behind the page before it paints; the same as `--bg` in the page's `tokens.css`, so that nothing flashes. */
export const BACKGROUND = { dark: '#14171c', light: '#f5f6f8' } as const
