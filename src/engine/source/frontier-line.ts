/** Where the newest run's text ends, seen from the last byte that differs from the run before (offsets into the piece, bytes). */
export interface LineEnd {
  /** All before it is the newest run's: whole characters. */
  sure: number
  /**
   * Where the line most probably ends: with the newline that stands right there, or where both runs have a line of this
   * length, alike but for a few bytes, as a repeated script writes it. Its rest is the same in both, so no byte can prove
   * it, and a run that stops in the middle of a line has not written it: it counts once nothing was written for a moment.
   */
  likely: number
}

const LF = 0x0a
const CR = 0x0d
/** A line is looked at as far as this (bytes). */
const LINE_BYTES = 16 * 1024
/** A line end so near is the newest run's, though the two lines are not alike (bytes): few runs end so near to one by chance. */
const NEAR_BYTES = 1
/** What stands before an answer to a question: a run that asks has not written what follows. */
const ASKED = /(?:\? )?(?:\[[yn]\/[yn]\]|\(yes\/no[^)]*\))\??:? ?|\? |(?:password|passphrase)[^:\n]{0,80}: ?/gi

/**
 * @param now a piece of the file
 * @param end after the last byte in it that differs from the run before
 * @param old what the run before had in a stretch of the piece; null where that is not held
 * @param first the piece begins with the file
 */
export function lineEndAt(now: Buffer, end: number, old: (from: number, to: number) => Buffer | null, first: boolean): LineEnd {
  let sure = end
  // The rest of a character that was cut is no text of its own.
  if (now[end - 1]! >= 0x80) while (sure < now.length && sure - end < 3 && (now[sure]! & 0xc0) === 0x80) sure++
  if (now[end - 1] === LF) return { sure, likely: sure }
  const newline = now.subarray(0, sure + LINE_BYTES).indexOf(LF, sure)
  if (newline < 0) return { sure, likely: sure }
  if (newline === sure || (newline === sure + 1 && now[sure] === CR)) return { sure, likely: newline + 1 }
  const start = now.lastIndexOf(LF, end - 1) + 1
  if (newline - sure > NEAR_BYTES && !alike(now, start, end, old, first)) return { sure, likely: sure }
  return { sure, likely: Math.max(sure, start + (answerAt(now.toString('latin1', start, newline), sure - start) ?? newline + 1 - start)) }
}

/** Where in a line the answer to a question begins, at or behind `from`; null where nothing is asked. */
function answerAt(line: string, from: number): number | null {
  for (const { index, 0: asked } of line.matchAll(ASKED)) if (index + asked.length >= from) return index + asked.length
  return null
}

/** The old run had a line that began here as well, and at least half of its bytes are the same. */
function alike(now: Buffer, start: number, end: number, old: (from: number, to: number) => Buffer | null, first: boolean): boolean {
  // Of a line whose beginning is not in the piece it is not known whether the old run had one here.
  if (start === 0 && !first) return false
  const held = old(Math.max(0, start - 1), end)
  if (!held || (start > 0 && held[0] !== LF)) return false
  let same = 0
  for (let i = start; i < end; i++) if (now[i] === held[held.length - (end - i)]) same++
  return same * 2 >= end - start
}
