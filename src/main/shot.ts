import { writeFile } from 'node:fs/promises'
import type { BrowserWindow } from 'electron'
import { DEFAULT_SIZE } from './window-bounds'

const SETTLE_MS = 60_000
const POLL_MS = 100

/**
 * Waits until the page says that it has settled (panes show content, each agent's state
 * is known), writes a picture of it to `file` and returns the page's one-line summary.
 * Rejects with a plain sentence when it does not settle within a minute.
 */
export async function takePicture(window: BrowserWindow, file: string): Promise<string> {
  const deadline = Date.now() + SETTLE_MS
  let seen: PageState = null
  while (!seen?.settled) {
    if (Date.now() > deadline) throw new Error(`the window did not settle within ${SETTLE_MS / 1000} s${seen?.summary ? ` (${seen.summary})` : ''}`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    seen = await readPage(window)
  }
  window.setContentSize(DEFAULT_SIZE.width, DEFAULT_SIZE.height)
  await painted(window)
  const picture = await window.webContents.capturePage()
  if (picture.isEmpty()) throw new Error('the window gave an empty picture')
  try {
    await writeFile(file, picture.toPNG())
  } catch (error) {
    throw new Error(`the picture could not be written to ${file} (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'})`)
  }
  return seen.summary
}

type PageState = { settled: boolean; summary: string } | null

/** What the page says of itself; null while it is loading or being loaded again. */
async function readPage(window: BrowserWindow): Promise<PageState> {
  try {
    const [settled, summary] = (await window.webContents.executeJavaScript(
      '[document.documentElement.dataset.settled, document.documentElement.dataset.summary]',
    )) as [string | undefined, string | undefined]
    // The summary goes to a terminal: one line, nothing but printable text.
    return { settled: settled === 'true', summary: (summary ?? '').replace(/\p{Cc}+/gu, ' ').slice(0, 1000) }
  } catch {
    return null
  }
}

/** Two frames after each other: what was laid out for the last change is on screen. */
async function painted(window: BrowserWindow): Promise<void> {
  await window.webContents.executeJavaScript('document.fonts.ready.then(() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(() => r(true)))))')
}
