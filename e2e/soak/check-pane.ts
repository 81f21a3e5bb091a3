import type { Mark } from '../../src/shared/model'
import type { WrittenLog } from './written-log'

/** What a pane was sent, as the tap in its page kept it. */
export type Stretch =
  /** The window was made anew: what follows stands in an empty pane. */
  | { kind: 'window' }
  /** Whole lines without a hole; offsets (bytes) are the source's. */
  | { kind: 'lines'; log: number; epoch: number; first: number; last: number; from: number; to: number }
  | { kind: 'mark'; mark: Mark }
  /** No line that was written: it was cut, changed, or put together from two. */
  | { kind: 'text'; from: number; text: string }

export interface PaneVerdict {
  /** One sentence for each byte that is missing without a name, shown twice or wrong. */
  problems: string[]
  lines: number
  /** Bytes that were destroyed before they could be read, where the plan did that. */
  destroyed: number
}

type Lines = Extract<Stretch, { kind: 'lines' }>

/**
 * Holds what a pane was sent against what was written: within one window each byte comes once and in order, and what is
 * missing is what the plan destroyed, has a mark, and no more than is true is said of its size. `since`: the epoch in which
 * the log was when the app was started; of those before it the app knows what an earlier life of it kept.
 */
export function checkPane(stretches: readonly Stretch[], log: WrittenLog, since: number): PaneVerdict {
  const verdict: PaneVerdict = { problems: [], lines: 0, destroyed: 0 }
  let before: Lines | null = null
  let marks: Mark[] = []
  let texts: string[] = []
  for (const one of stretches) {
    if (one.kind === 'window') {
      before = null
      marks = []
      texts = []
    } else if (one.kind === 'mark') marks.push(one.mark)
    else if (one.kind === 'text') texts.push(one.text)
    else {
      verdict.lines += one.last - one.first + 1
      verdict.problems.push(...wrongIn(one, log))
      if (before) verdict.destroyed += checkStep(before, one, marks, texts, log, since, verdict.problems)
      else if (texts.length > 0) verdict.problems.push(`text before the first line: ${quoted(texts)}`)
      before = one
      marks = []
      texts = []
    }
  }
  return verdict
}

function wrongIn(one: Lines, log: WrittenLog): string[] {
  const epoch = log.epochs[one.epoch]
  if (one.log !== log.index) return [`lines of log ${one.log} in the pane of log ${log.index}`]
  if (!epoch || one.last >= epoch.starts.length) return [`${wordsOf(one)} was never written`]
  const size = log.endOf(epoch, one.last) - epoch.starts[one.first]!
  return one.to - one.from === size ? [] : [`${wordsOf(one)} takes ${one.to - one.from} bytes and not ${size}`]
}

/** From one stretch to the next; returns the bytes that were destroyed in between. */
function checkStep(a: Lines, b: Lines, marks: readonly Mark[], texts: readonly string[], log: WrittenLog, since: number, problems: string[]): number {
  const bad = (why: string): number => {
    problems.push(`log ${log.index}: ${wordsOf(a)}, then ${wordsOf(b)}: ${why}; marks ${JSON.stringify(marks)}`)
    return 0
  }
  if (b.from < a.to || b.epoch < a.epoch || (b.epoch === a.epoch && b.first <= a.last)) return bad('shown twice')
  const old = log.epochs[a.epoch]
  const fresh = log.epochs[b.epoch]
  if (!old || !fresh) return 0
  if (marks.some((one) => one.kind === 'gap')) return bad('skipped, though nothing was written too fast')
  if (a.epoch === b.epoch) return bad(marks.length > 0 ? 'a mark within what was written in one piece' : 'missing without a mark')
  const end = log.endOf(old, a.last)
  const lost = old.size - end
  if (lost > 0 && a.epoch >= since && (old.mayMissFrom === null || end < old.mayMissFrom)) return bad(`${lost} bytes of epoch ${a.epoch} are missing that could be read`)
  const skipped = log.epochs.slice(a.epoch + 1, b.epoch)
  if (skipped.some((one) => one.number >= since && one.mayMissFrom !== 0)) return bad('an epoch is missing that could be read')
  if (b.first !== 0) return bad(`${fresh.starts[b.first]} bytes of epoch ${b.epoch} are missing`)
  const border = marks.findLast((one) => one.kind === 'epoch')
  if (!border) return bad('no mark says that the log is another one')
  if (border.at !== b.from) return bad(`the mark says ${border.at}`)
  const gone = marks.filter((one) => one.kind === 'gone').reduce((sum, one) => sum + one.to - one.from, 0)
  const skippedBytes = skipped.reduce((sum, one) => sum + one.size, 0)
  if (gone > lost + skippedBytes) return bad(`${gone} bytes are said to be gone, and ${lost + skippedBytes} are`)
  const next = Buffer.concat(old.bytes.slice(a.last + 1, a.last + 2)).toString('utf8')
  const odd = texts.filter((text) => text !== '' && !next.startsWith(text))
  if (odd.length > 0) return bad(`text that was not written: ${quoted(odd)}`)
  return lost + skippedBytes
}

function wordsOf({ epoch, first, last, from }: Lines): string {
  return `lines ${first} to ${last} of epoch ${epoch} at ${from}`
}

function quoted(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text.slice(0, 200))).join(', ')
}
