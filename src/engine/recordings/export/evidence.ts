import { SGR } from '@shared/text/sgr'
import type { ByteSource } from '../../source'
import { countNewlines } from '../../window'
import { shownLines } from './shown-lines'
import { told, type ExportOptions } from './subject'

const LINES = 20
/** Lines before the one that proves it, of those. */
const BEFORE = 12
/** What is read around that line (bytes). */
const AROUND_BYTES = 64 * 1024
export interface EvidenceSubject {
  /** E.g. `main of web`. */
  title: string
  sentence: string
  /** The cause in words. */
  cause: string | null
  log: { title: string; source: ByteSource; offset: number } | null
}

/** A few lines to paste: what came of the start, why, and up to 20 lines around the one that proves it, with secrets hidden. */
export async function evidenceText({ title, sentence, cause, log }: EvidenceSubject, options: ExportOptions, signal: AbortSignal): Promise<string> {
  const head = [`${title}: ${told(sentence, options)}`, ...(cause === null ? [] : [told(cause, options)])]
  if (!log) return head.join('\n')
  const from = Math.max(log.source.firstOffset(), log.offset - AROUND_BYTES)
  const to = Math.min(log.source.size(), log.offset + AROUND_BYTES)
  // In one go, since a key that begins above may end below.
  const lines: string[] = []
  for await (const piece of shownLines(log.source, options.raw ? 'none' : 'mark', options.masks, signal, { from, to })) {
    lines.push(...piece.lines.map(({ text }) => text.replace(SGR, '')))
  }
  const proof = await countLines(log.source, from, Math.min(log.offset, to), signal)
  // The first line may be the rest of one.
  const first = Math.max(proof - BEFORE, from > log.source.firstOffset() ? 1 : 0, 0)
  const shown = lines.slice(first, first + LINES)
  return [...head, '', `${log.title}:`, ...shown.map((line, index) => `${first + index === proof ? '> ' : '  '}${line}`)].join('\n')
}

async function countLines(source: ByteSource, from: number, to: number, signal: AbortSignal): Promise<number> {
  let lines = 0
  for (let at = from; at < to; ) {
    const read = await source.read(at, to - at, 'bulk', signal)
    if (read.kind === 'gone') {
      lines++
      at = read.to
    } else {
      if (read.bytes.length === 0) break
      lines += countNewlines(read.bytes)
      at += read.bytes.length
    }
  }
  return lines
}
