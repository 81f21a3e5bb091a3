import type { LogLine } from './log-lines'

/**
 * Lines that are only shown by a program that fails, and say nothing themselves: the source that it points at, frames of a
 * stack, and what a Python program died of before what it finally died of.
 */
export function quoted(lines: readonly LogLine[]): Uint8Array {
  const out = new Uint8Array(lines.length)
  lines.forEach(({ text, body }, index) => {
    if (POINTER.test(text) && index > 0) out[index - 1] = 1
    if (FRAME.test(body)) out[index] = 1
    if (body.startsWith('Traceback (most recent call last)')) traceback(lines, index, out)
    else if (body.startsWith('Caused by: ')) causedBy(lines, index, out)
  })
  return out
}

/** `    ^~~~`, with which compilers and interpreters point into the line above. */
const POINTER = /^[\s|│·]*\^[\s~^-]*(?: .{0,40})?$/
/** Frames, and excerpts of source with their numbers: `   12 | int x`, `160│ code`, `> 12 |`. */
const FRAME = /^(?:at (?:\S+ \(|async |new |Object\.|\S+:\d+|\S+\.\S+\()|File "[^"]*", line \d+|from \S+:\d+:in |>?>? *\d+ ?[|│]|\.\.\. \d+ more$|\d+: (?:0x[0-9a-f]+|\S+::\S+)|goroutine \d+|\t?\S+\.go:\d+ \+0x)/
const JAVA = /^(?:Exception in thread|Caused by: |(?:[a-z]\w*\.)+[A-Z]\w*(?:Error|Exception)\b)/
const CHAIN = /^(?:The above exception was the direct cause|During handling of the above exception)/

/** Marks the indented lines of a traceback, and its exception where another one follows from it. */
function traceback(lines: readonly LogLine[], from: number, out: Uint8Array): void {
  const depth = indentOf(lines[from]!.text)
  let index = from + 1
  for (; index < lines.length && index < from + 400; index++) {
    const { text, body } = lines[index]!
    if (body !== '' && indentOf(text) <= depth && !body.startsWith('+')) break
    out[index] = 1
  }
  for (let next = index + 1; next < Math.min(lines.length, index + 40); next++) {
    if (CHAIN.test(lines[next]!.body)) {
      out.fill(1, index, next)
      return
    }
    if (lines[next]!.body.startsWith('Traceback ')) return
  }
}

/** Of a chain of Java exceptions the last one is the root: hides the one that this one caused. */
function causedBy(lines: readonly LogLine[], from: number, out: Uint8Array): void {
  for (let index = from - 1; index >= 0 && index > from - 200; index--) {
    if (FRAME.test(lines[index]!.body)) continue
    if (JAVA.test(lines[index]!.body)) out[index] = 1
    return
  }
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length
}
