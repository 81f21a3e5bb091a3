import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { encodePng } from './png'
import { drawTray, TRAY_COLOURS } from './tray-picture'
import type { TrayLook } from './tray-state'

const looks: TrayLook[] = [{ kind: 'well' }, { kind: 'starting' }, { kind: 'offline' }, ...Array.from({ length: 10 }, (_, i) => ({ kind: 'failed' as const, count: i + 1 }))]

/** Relative luminance (WCAG 2.2). */
function luminance(colour: readonly number[]): number {
  const [r, g, b] = colour.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

function contrast(a: readonly number[], b: readonly number[]): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light! + 0.05) / (dark! + 0.05)
}

const alphas = (look: TrayLook, size: number): Uint8Array => drawTray(look, size).filter((_, i) => i % 4 === 3)

describe('drawTray', () => {
  it.each(Object.entries(TRAY_COLOURS))('draws %s in a colour that stands out from dark and from light bars', (_kind, colour) => {
    expect(contrast(colour, [0x1e, 0x20, 0x24])).toBeGreaterThanOrEqual(3)
    expect(contrast(colour, [0xf6, 0xf6, 0xf8])).toBeGreaterThanOrEqual(3)
  })

  it.each([16, 22, 44])('gives each state a shape of its own, not only a colour, at %i pixels', (size) => {
    const shapes = looks.map((look) => alphas(look, size))
    for (const [i, a] of shapes.entries()) {
      for (const b of shapes.slice(i + 1)) {
        const differing = a.filter((alpha, at) => Math.abs(alpha - b[at]!) > 128).length
        expect(differing).toBeGreaterThan(0)
      }
    }
  })

  it('counts to nine, and then only says that there are more', () => {
    const more = (count: number): string => Buffer.from(drawTray({ kind: 'failed', count }, 22)).toString('hex')
    expect(more(10)).toBe(more(250))
    expect(more(9)).not.toBe(more(10))
  })

  it('leaves a margin that is clear', () => {
    for (const look of looks) expect(alphas(look, 22)[0]).toBe(0)
  })
})

describe('encodePng', () => {
  it('writes the pixels line by line, with the header that readers look for', () => {
    const pixels = drawTray({ kind: 'well' }, 22)
    const png = encodePng(pixels, 22)
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([22, 22])
    const length = png.readUInt32BE(33)
    const lines = inflateSync(png.subarray(41, 41 + length))
    expect(lines.length).toBe(22 * (1 + 22 * 4))
    expect(lines.subarray(1, 1 + 88)).toEqual(Buffer.from(pixels.subarray(0, 88)))
  })
})
