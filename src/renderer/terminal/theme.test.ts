import { describe, expect, it } from 'vitest'
import { ANSI_DARK, ANSI_LIGHT } from './theme'

/** Relative luminance and contrast after WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

describe.each([
  ['dark', ANSI_DARK, '#0c0f13'],
  ['light', ANSI_LIGHT, '#fcfcfd'],
] as const)('the %s palette', (_name, palette, pane) => {
  it.each(Object.entries(palette))('%s reads on the pane', (_colour, hex) => {
    expect(contrast(hex, pane)).toBeGreaterThanOrEqual(4.5)
  })
})
