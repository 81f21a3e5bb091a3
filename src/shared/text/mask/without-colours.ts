// eslint-disable-next-line no-control-regex -- ESC is what such a sequence begins with.
const SEQUENCE = /\x1b(?:\[[0-9;:?]{0,64}[ -/]{0,4}[@-~])/g

export interface Uncoloured {
  /** What is read, `before` in front of it. */
  text: string
  /** Where a unit of `text` stands in what was given; `text.length` is its end. */
  raw(at: number): number
}

/**
 * A text without its colours, since `password` and its value may be coloured apart.
 * @param before what stands in front of it, to look back on
 */
export function withoutColours(given: string, before: string): Uncoloured {
  const lead = before.length
  if (!given.includes('\x1b')) return { text: before + given, raw: (at) => at - lead }
  const texts: string[] = [before]
  /** Where each stretch without sequences begins: in `text`, and in what was given. */
  const starts: number[] = [lead]
  const places: number[] = [0]
  let length = lead
  let at = 0
  const add = (to: number): void => {
    if (to > at) {
      texts.push(given.slice(at, to))
      starts.push(length)
      places.push(at)
      length += to - at
    }
  }
  for (const match of given.matchAll(SEQUENCE)) {
    add(match.index)
    at = match.index + match[0].length
  }
  add(given.length)
  return {
    text: texts.join(''),
    raw: (unit) => {
      if (unit >= length) return given.length
      let low = 0
      let high = starts.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (starts[middle]! <= unit) low = middle
        else high = middle - 1
      }
      return places[low]! + unit - starts[low]!
    },
  }
}
