/** How long after the last sign of a drag the mark stays (ms): no event tells of one that left for another window. */
const GONE_MS = 300

/**
 * Takes files that are dropped anywhere on the window; everything else that is dragged (a tab) is left to who began it. While
 * files are over the window, `<html data-dropping>` is set.
 */
export function startDropping(target: Window, onFiles: (files: File[]) => Promise<void>): void {
  const root = target.document.documentElement
  let timer: ReturnType<typeof setTimeout> | undefined
  const end = (): void => {
    clearTimeout(timer)
    delete root.dataset.dropping
  }
  target.addEventListener(
    'dragover',
    (event) => {
      const { dataTransfer } = event
      if (!dataTransfer?.types.includes('Files')) return
      // Without this, Chromium would not drop here.
      event.preventDefault()
      event.stopPropagation()
      dataTransfer.dropEffect = 'copy'
      root.dataset.dropping = 'true'
      clearTimeout(timer)
      timer = setTimeout(end, GONE_MS)
    },
    { capture: true },
  )
  target.addEventListener(
    'drop',
    (event) => {
      const files = [...(event.dataTransfer?.files ?? [])]
      end()
      if (files.length === 0) return
      event.preventDefault()
      event.stopPropagation()
      void onFiles(files)
    },
    { capture: true },
  )
}
