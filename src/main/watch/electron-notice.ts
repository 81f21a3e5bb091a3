import { Notification } from 'electron'
import type { ShownNotice } from './notifier'
import { withoutMarkup, type NoticeText } from './notice-words'

/** Notices that are held here so that a click on them is heard; older ones lose their click. */
const MOST_HELD = 50
const held = new Set<Notification>()

/** Shows a notice of the desktop; where it has none, nothing happens. The app must be ready. */
export function showNotice(text: NoticeText, onClick: () => void = () => {}): ShownNotice {
  if (!Notification.isSupported()) return { close: () => {} }
  const notice = new Notification(process.platform === 'linux' ? withoutMarkup(text) : text)
  notice.on('click', () => {
    held.delete(notice)
    onClick()
  })
  notice.show()
  // One that nobody refers to is collected, and its click with it.
  held.add(notice)
  for (const oldest of held) {
    if (held.size <= MOST_HELD) break
    held.delete(oldest)
  }
  return {
    close() {
      held.delete(notice)
      notice.close()
    },
  }
}
