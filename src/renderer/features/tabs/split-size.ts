/** Shares of the first of two parts, from 0 to 1. */
export const SMALLEST_SHARE = 0.15
export const EVEN_SHARE = 0.5

export function clampShare(share: number): number {
  return Number.isFinite(share) ? Math.min(1 - SMALLEST_SHARE, Math.max(SMALLEST_SHARE, share)) : EVEN_SHARE
}

/** The share after a key on the separator; null when the key means nothing there. */
export function shareAfterKey(share: number, key: string, stacked: boolean): number | null {
  const step = 0.02
  if (key === (stacked ? 'ArrowUp' : 'ArrowLeft')) return clampShare(share - step)
  if (key === (stacked ? 'ArrowDown' : 'ArrowRight')) return clampShare(share + step)
  if (key === 'Home') return SMALLEST_SHARE
  if (key === 'End') return 1 - SMALLEST_SHARE
  if (key === 'Enter') return EVEN_SHARE
  return null
}

const KEY = 'tailpane.split'

/** The share that the person chose last, for columns or for rows. */
export function rememberedShare(stacked: boolean, storage: Pick<Storage, 'getItem'>): number {
  const kept = storage.getItem(`${KEY}.${stacked ? 'rows' : 'columns'}`)
  return kept === null ? EVEN_SHARE : clampShare(Number(kept))
}

export function rememberShare(stacked: boolean, share: number, storage: Pick<Storage, 'setItem'>): void {
  storage.setItem(`${KEY}.${stacked ? 'rows' : 'columns'}`, String(share))
}
