import { create } from 'zustand'
import type { PlaceLink } from '@shared/links'

/** The link that the person is asked about; null when there is none. */
export const useAskedLink = create<{ link: PlaceLink | null }>()(() => ({ link: null }))
