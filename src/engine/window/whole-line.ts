import { SGR } from '@shared/text/sgr'
import type { ByteSource } from '../source'
import type { LineMasks } from './line-masks'
import { filterLine, filteredBound } from './escape-filter'

/** Bytes of a line that one page of its viewer takes. */
export const LINE_PAGE_BYTES = 64 * 1024
const LF = 0x0a
/** What shows a secret is never longer than this (bytes). */
const AROUND_BYTES = 8 * 1024
/** A piece of one line as plain text; `next` is where the next piece begins (bytes of the line), null at the line's end. */
export interface LinePage {
  text: string
  next: number | null
}

/**
 * The piece of a line that begins `from` bytes behind its first byte, at most `LINE_PAGE_BYTES` of it. Carriage returns become
 * new lines, so that all states of a redrawn line can be read. Rejects as the source's reads do.
 */
export async function linePage(source: ByteSource, offset: number, from: number, masks: LineMasks | null = null): Promise<LinePage> {
  const parts: Buffer[] = []
  let length = 0
  let ended = false
  while (length < LINE_PAGE_BYTES && !ended) {
    const result = await source.read(offset + from + length, LINE_PAGE_BYTES - length, 'view')
    if (result.kind === 'gone' || result.bytes.length === 0) break
    const lf = result.bytes.indexOf(LF)
    ended = lf >= 0
    const bytes = ended ? result.bytes.subarray(0, lf) : result.bytes
    parts.push(bytes)
    length += bytes.length
    if (source.boundaries().some(({ at }) => at === offset + from + length)) ended = true
  }
  const bytes = Buffer.concat(parts)
  const full = !ended && length >= LINE_PAGE_BYTES
  const whole = full ? bytes.length - unfinished(bytes) : bytes.length
  const page = bytes.subarray(0, whole)
  const shown = masks ? await hidden(source, offset, from, page, masks) : page
  const states = splitAtReturns(shown).map(plain)
  return { text: states.join('\n'), next: full ? from + whole : null }
}

/** A secret may reach over the ends of a page, so it is looked for with what stands around it in the line. */
async function hidden(source: ByteSource, offset: number, from: number, page: Buffer, masks: LineMasks): Promise<Buffer> {
  const lead = Math.min(from, AROUND_BYTES)
  const before = lead > 0 ? await source.read(offset + from - lead, lead, 'view') : null
  const after = await source.read(offset + from + page.length, AROUND_BYTES, 'view')
  const head = before?.kind === 'bytes' && before.bytes.length === lead ? before.bytes : Buffer.alloc(0)
  const rest = after.kind === 'bytes' ? after.bytes : Buffer.alloc(0)
  const end = rest.indexOf(LF)
  return masks.hidePart(Buffer.concat([head, page, end < 0 ? rest : rest.subarray(0, end)]), head.length, head.length + page.length, offset)
}

function splitAtReturns(bytes: Buffer): Buffer[] {
  const states: Buffer[] = []
  let at = 0
  for (let cr = bytes.indexOf(0x0d); cr >= 0; cr = bytes.indexOf(0x0d, at)) {
    states.push(bytes.subarray(at, cr))
    at = cr + 1
  }
  if (at < bytes.length || states.length === 0) states.push(bytes.subarray(at))
  return states
}

function plain(bytes: Buffer): string {
  const out = new Uint8Array(filteredBound(bytes.length))
  return Buffer.from(out.buffer, 0, filterLine(bytes, out, 0)).toString('utf8').replace(SGR, '')
}

/** Bytes at the end that begin a UTF-8 character and do not end it. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
  }
  return 0
}
