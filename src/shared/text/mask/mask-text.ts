import { MASK, type MaskSpan } from './kinds'
import { StreamMasker, type MaskOptions } from './stream-masker'

/** The secrets of a whole text, in order (UTF-16 units). */
export function secretsOf(text: string, options: MaskOptions = {}): MaskSpan[] {
  const masker = new StreamMasker(options)
  return [...masker.push(text).spans, ...masker.end().spans]
}

/** The text with a mark in the place of each span. */
export function withMasks(text: string, spans: readonly MaskSpan[]): string {
  let out = ''
  let at = 0
  for (const { from, to } of spans) {
    out += text.slice(at, from) + MASK
    at = to
  }
  return out + text.slice(at)
}

/** A text with a mark in the place of each secret, and other spans of it where they are then; one that reaches into a secret takes in its mark. */
export function hideIn<S extends { from: number; to: number }>(text: string, secrets: readonly MaskSpan[], spans: readonly S[]): { text: string; spans: S[] } {
  if (secrets.length === 0) return { text, spans: [...spans] }
  const place = (at: number, end: boolean): number => {
    let moved = at
    for (const { from, to } of secrets) {
      if (to <= at) moved += MASK.length - (to - from)
      else if (from < at) moved += (end ? MASK.length : 0) - (at - from)
    }
    return moved
  }
  return { text: withMasks(text, secrets), spans: spans.map((span) => ({ ...span, from: place(span.from, false), to: place(span.to, true) })) }
}

/** Masks what looks like a secret. */
export function maskSecrets(text: string, options: MaskOptions = {}): string {
  return withMasks(text, secretsOf(text, options))
}
