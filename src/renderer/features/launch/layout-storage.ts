import { useLaunch } from './launch'

/** Where the layout of this window is remembered: each window has its own, by its number. */
export const layoutStorage: Pick<Storage, 'getItem' | 'setItem'> = {
  getItem: (key) => localStorage.getItem(ownKey(key)),
  setItem: (key, value) => localStorage.setItem(ownKey(key), value),
}

function ownKey(key: string): string {
  const slot = useLaunch.getState().launch?.slot ?? 1
  return slot === 1 ? key : `${key}.window-${slot}`
}
