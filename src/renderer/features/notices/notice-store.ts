import { create } from 'zustand'

export interface Notice {
  id: number
  text: string
  tone: 'plain' | 'bad'
  action: { label: string; run: () => void } | null
}

interface NoticesState {
  notices: Notice[]
}

export const useNotices = create<NoticesState>()(() => ({ notices: [] }))

let nextId = 1
/** More would cover the logs; the oldest goes first. */
const MOST_NOTICES = 4

/** Shows a short sentence at the foot of the window until the person or time takes it away. */
export function showNotice({ text, tone = 'plain', action = null }: { text: string } & Partial<Omit<Notice, 'id' | 'text'>>): void {
  const notice: Notice = { id: nextId++, text, tone, action }
  useNotices.setState(({ notices }) => ({
    notices: [...notices.filter((one) => one.text !== text), notice].slice(-MOST_NOTICES),
  }))
}

export function dismissNotice(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((one) => one.id !== id) }))
}
