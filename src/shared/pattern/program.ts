import { utf8Sequences } from './char-set'
import type { Assertion, Node } from './parse'

/** One step of a pattern's program (Thompson's construction). `next` and `other` are indexes into it. */
export type Step =
  | { kind: 'byte'; from: number; to: number; next: number }
  | { kind: 'split'; next: number; other: number }
  | { kind: 'assert'; what: Assertion; next: number }
  | { kind: 'match' }

/** Programs longer than this are refused (steps). */
export const MOST_STEPS = 30_000

export interface Program {
  steps: Step[]
  /** Index of the step that it begins with. */
  start: number
}

/**
 * The program of a pattern; null when it would be too long.
 * @param backwards for a run from the end of a line to its start
 */
export function compile(node: Node, backwards = false): Program | null {
  const steps: Step[] = [{ kind: 'match' }]
  const add = (step: Step): number => {
    if (steps.length >= MOST_STEPS) throw TOO_LONG
    return steps.push(step) - 1
  }
  const byte = (from: number, to: number, next: number): number => add({ kind: 'byte', from, to, next })
  /** Built from the end backwards: returns where `node` begins that goes on at `next`. */
  const build = (part: Node, next: number): number => {
    switch (part.kind) {
      case 'set': {
        const starts = utf8Sequences(part.set).map((sequence) =>
          backwards ? sequence.reduce((then, [from, to]) => byte(from, to, then), next) : sequence.reduceRight((then, [from, to]) => byte(from, to, then), next),
        )
        return starts.length === 0 ? byte(1, 0, next) : starts.reduceRight((other, start) => add({ kind: 'split', next: start, other }))
      }
      case 'seq':
        return backwards ? part.parts.reduce((then, one) => build(one, then), next) : part.parts.reduceRight((then, one) => build(one, then), next)
      case 'alt':
        return part.parts.map((one) => build(one, next)).reduceRight((other, start) => add({ kind: 'split', next: start, other }))
      case 'assert': {
        // A line ends before its `\r` too.
        const atEnd = part.what === 'line-end'
        if (backwards) return add({ kind: 'assert', what: TURNED[part.what], next: atEnd ? add({ kind: 'split', next: byte(0x0d, 0x0d, next), other: next }) : next })
        const at = add({ kind: 'assert', what: part.what, next })
        return atEnd ? add({ kind: 'split', next: byte(0x0d, 0x0d, at), other: at }) : at
      }
      case 'repeat': {
        let then = next
        if (part.max === null) {
          const loop = add({ kind: 'split', next: 0, other: next })
          const start = build(part.node, loop)
          steps[loop] = { kind: 'split', next: start, other: next }
          then = loop
        } else for (let i = part.min; i < part.max; i++) then = add({ kind: 'split', next: build(part.node, then), other: next })
        for (let i = 0; i < part.min; i++) then = build(part.node, then)
        return then
      }
    }
  }
  try {
    return { start: build(node, 0), steps }
  } catch (error) {
    if (error === TOO_LONG) return null
    throw error
  }
}

/** What holds of a place when its line is read from the end. */
const TURNED: Record<Assertion, Assertion> = { 'line-start': 'line-end', 'line-end': 'line-start', 'word-edge': 'word-edge', 'word-start': 'word-end', 'word-end': 'word-start' }

const TOO_LONG = Symbol('too long')

/**
 * Puts bytes that a program never tells apart into one class, so that tables stay small.
 * Returns the class of each byte; the newline has one of its own, number 0.
 */
export function byteClasses(steps: readonly Step[]): { classOf: Uint8Array; count: number; sample: number[] } {
  const cuts = new Set<number>([0, 0x0a, 0x0b])
  for (const step of steps) {
    if (step.kind === 'byte') cuts.add(step.from).add(step.to + 1)
    else if (step.kind === 'assert' && step.what.startsWith('word')) for (const at of [0x30, 0x3a, 0x41, 0x5b, 0x5f, 0x60, 0x61, 0x7b]) cuts.add(at)
  }
  const classOf = new Uint8Array(256)
  const sample = [0x0a]
  let count = 0
  for (let byte = 0; byte < 256; byte++) {
    if (cuts.has(byte) && byte !== 0x0a) {
      count++
      sample.push(byte)
    }
    classOf[byte] = byte === 0x0a ? 0 : count
  }
  return { classOf, count: count + 1, sample }
}
