const KEY = 'tailpane.palette.recent'
const MOST_RECENT = 6

type Store = Pick<Storage, 'getItem' | 'setItem'>

/** Ids of what was chosen last in the palette, newest first; whatever else lies in the storage counts as nothing. */
export function recentItems(storage: Pick<Store, 'getItem'>): readonly string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string' && one.length <= 200).slice(0, MOST_RECENT) : []
  } catch {
    return []
  }
}

export function noteRecent(id: string, storage: Store): void {
  const next = [id, ...recentItems(storage).filter((one) => one !== id)].slice(0, MOST_RECENT)
  storage.setItem(KEY, JSON.stringify(next))
}
