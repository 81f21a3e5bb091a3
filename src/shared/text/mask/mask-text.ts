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

/** Masks what looks like a secret. */
export function maskSecrets(text: string, options: MaskOptions = {}): string {
  return withMasks(text, secretsOf(text, options))
}
