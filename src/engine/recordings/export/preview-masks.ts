import type { MaskKind, MaskSpan } from '@shared/text/mask'
import { SGR } from '@shared/text/sgr'
import { kindTitle, shownLines } from './shown-lines'
import type { ExportOptions, ExportSubject } from './subject'

export interface MaskPreview {
  /** All that would be hidden. */
  total: number
  byKind: { kind: MaskKind; title: string; count: number }[]
  /** The first lines with something hidden, as they will be; at most `most`. */
  lines: { log: string; line: number; text: string; kinds: MaskKind[] }[]
}

const LINE_CHARS = 400
/** What an export would hide, line by line. */
export async function previewMasks(subject: ExportSubject, { masks }: ExportOptions, most: number, signal: AbortSignal): Promise<MaskPreview> {
  const counts = new Map<MaskKind, number>()
  const out: MaskPreview['lines'] = []
  let total = 0
  const count = (kind: MaskSpan['kind']): void => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    total++
  }
  for (const { title, source } of subject.logs) {
    for await (const { lines } of shownLines(source, 'mark', masks, signal)) {
      for (const { kinds, text, number } of lines) {
        if (kinds.length === 0) continue
        kinds.forEach(count)
        if (out.length < most) out.push({ log: title, line: number, text: around(text.replace(SGR, '')), kinds })
      }
    }
  }
  return { total, byKind: [...counts].map(([kind, n]) => ({ kind, title: kindTitle(kind), count: n })).sort((a, b) => b.count - a.count), lines: out }
}

function around(text: string): string {
  if (text.length <= LINE_CHARS) return text
  const from = Math.max(0, text.indexOf('•••') - LINE_CHARS / 4)
  return `${from > 0 ? '…' : ''}${text.slice(from, from + LINE_CHARS)}…`
}
