import { clipboard, ClipboardItem } from 'electron'
import { isPaneHtml } from './clipboard-html'

/** Control characters but tab and line ends: pasted into a shell, an escape would act. */
const controls = /(?![\t\n\r])\p{Cc}/gu

/** Electron before 43 takes the parts as one object. */
interface FormerClipboard {
  write(parts: { text: string; html: string }): void
}

/** Puts plain text on the clipboard, with HTML beside it where there is some and it is of a pane's kind. */
export async function writeClipboard(text: string, html: string | undefined): Promise<void> {
  const plain = text.replace(controls, '')
  if (html === undefined || !isPaneHtml(html)) return clipboard.writeText(plain)
  // The stand-in runtime is older than the declared one.
  if (typeof ClipboardItem === 'function') return clipboard.write([new ClipboardItem({ 'text/plain': plain, 'text/html': html })])
  ;(clipboard as unknown as FormerClipboard).write({ text: plain, html })
}
