import { describe, expect, it } from 'vitest'
import { c1Escapes, deceptive, hostileControls, hostileEscapes, unterminated } from '../../../e2e/peers/hostile-escapes'
import { filteredBound, filterLine } from './escape-filter'

const filtered = (text: string | Uint8Array): string => {
  const line = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const out = new Uint8Array(filteredBound(line.length))
  return new TextDecoder('utf-8', { fatal: true }).decode(out.subarray(0, filterLine(line, out, 0)))
}

/** What may leave the first wall: printable text, tab, and colours. */
// eslint-disable-next-line no-control-regex -- colours are made of controls
const sgr = /\x1b\[[\d:;]*m/g
const safe = /^[^\p{Cc}\p{Bidi_Control}\u200b\u2028\u2029\u2060\ufeff]*$/u

const sequences = [...Object.values(hostileEscapes).flat(), ...c1Escapes, ...unterminated, ...hostileControls]

describe('the first wall', () => {
  it('has a corpus worth the name', () => expect(new Set(sequences).size).toBeGreaterThan(250))

  it.each(sequences.map((one) => [JSON.stringify(one).slice(0, 60), one]))('lets nothing of %s through but text', (_name, sequence) => {
    for (const text of [filtered(`a${sequence}b`), filtered(sequence), filtered(`${sequence}${sequence}`)]) expect(text.replace(sgr, '').replaceAll('\t', '')).toMatch(safe)
    // C1 as bytes of another encoding, which a terminal in that encoding would obey.
    expect(filtered(Uint8Array.from(`a${sequence}b`, (sign) => sign.charCodeAt(0) & 0xff)).replace(sgr, '')).toMatch(safe)
  })

  it.each(deceptive.map((one) => [one.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? '', one]))('shows U+%s by its number', (number, sign) => {
    expect(filtered(`rm ${sign}x`)).toBe(`rm <U+${number}>x`)
  })

  it('leaves joiners where they join', () => {
    for (const text of ['👩\u200d💻 ok', 'می\u200cخواهم', '👍🏽', '❤\ufe0f', 'é', '漢字']) expect(filtered(text)).toBe(text)
  })
})
