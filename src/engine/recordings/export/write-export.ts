import type { FileHandle } from 'node:fs/promises'
import { SGR } from '@shared/text/sgr'
import { LOG_END, logBegin, logLine, PAGE_END, pageBegin } from './html-page'
import { replaceFile } from './replace-file'
import { shownLines } from './shown-lines'
import { told, type ExportOptions, type ExportProgress, type ExportSubject } from './subject'
import { writeZip } from './write-zip'

export type ExportFormat = 'text' | 'html' | 'zip'

/**
 * Writes an export into a new file (0600) that takes the place of `path` when it is whole; when it fails or is aborted
 * nothing of it stays. Gives its length (bytes) and how many secrets were hidden.
 */
export async function writeExport(
  path: string,
  subject: ExportSubject,
  format: ExportFormat,
  options: ExportOptions,
  signal: AbortSignal,
  tell: (progress: ExportProgress) => void,
): Promise<{ bytes: number; masks: number }> {
  return replaceFile(path, async (file) => {
    const masks = format === 'zip' ? await writeZip(file, subject, options, signal, tell) : await writeLines(file, subject, format, options, signal, tell)
    return { bytes: (await file.stat()).size, masks }
  })
}

async function writeLines(
  file: FileHandle,
  subject: ExportSubject,
  format: 'text' | 'html',
  options: ExportOptions,
  signal: AbortSignal,
  tell: (progress: ExportProgress) => void,
): Promise<number> {
  const html = format === 'html'
  const facts = subject.facts.map((fact) => told(fact, options))
  const totalBytes = subject.logs.reduce((sum, { source }) => sum + source.size() - source.firstOffset(), 0)
  let masks = 0
  let done = 0
  if (html) await file.write(pageBegin(subject.title, [...facts, ...notes(options)]))
  else if (subject.logs.length > 1) await file.write(`# ${[subject.title, ...facts, ...notes(options)].join('\n# ')}\n`)
  for (const { name, title, path, source } of subject.logs) {
    const from = source.firstOffset()
    if (html) await file.write(logBegin(`${title} (${path})`))
    else if (subject.logs.length > 1) await file.write(`\n# ${title} (${path})\n`)
    for await (const { lines, at } of shownLines(source, options.raw ? 'none' : 'mark', options.masks, signal)) {
      const text = lines.map((line) => (html ? logLine(`${name}-`, line.number, line.text) : `${line.text.replace(SGR, '')}\n`)).join('')
      if (text) await file.write(text)
      masks += lines.reduce((sum, { kinds }) => sum + kinds.length, 0)
      tell({ doneBytes: done + at - from, totalBytes })
    }
    done += source.size() - from
    if (html) await file.write(LOG_END)
  }
  if (html) await file.write(PAGE_END)
  return masks
}

function notes({ raw }: ExportOptions): string[] {
  return raw ? [] : ['What looked like a secret is hidden (•••).']
}
