import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { HIGHLIGHT_COLOURS } from '@shared/highlight-rules'
import { contrastRatio, themeTokens } from './contrast'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const surfaces = ['--bg', '--bg-raised', '--bg-pane', '--bg-hover', '--bg-selected']
const texts = ['--fg', '--fg-dim', '--fg-faint', '--accent', '--ok', '--busy', '--bad', '--warn', '--idle']

describe('contrast', () => {
  it('follows the formula of WCAG', () => {
    expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrastRatio('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
    expect(contrastRatio('#123456', '#123456')).toBe(1)
  })

  it('refuses what is not a colour', () => {
    expect(() => contrastRatio('red', '#ffffff')).toThrow('Not a #rrggbb colour')
  })
})

describe.each(['dark', 'light'])('the %s theme', (theme) => {
  const tokens = themeTokens(css, theme)
  const ratio = (a: string, b: string) => contrastRatio(tokens[a] ?? '', tokens[b] ?? '')

  it.each(surfaces.flatMap((surface) => texts.map((text) => [text, surface] as const)))('%s is readable on %s (AA, 4.5)', (text, surface) => {
    expect(ratio(text, surface)).toBeGreaterThanOrEqual(4.5)
  })

  it.each([
    ['--accent-fg', '--accent'],
    ['--bad', '--bad-bg'],
    ['--fg', '--bad-bg'],
    ['--warn', '--warn-bg'],
    ['--fg', '--warn-bg'],
    ['--fg-dim', '--warn-bg'],
    ['--fg-dim', '--bad-bg'],
  ])('%s is readable on %s', (text, surface) => {
    expect(ratio(text, surface)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(HIGHLIGHT_COLOURS)('%s highlights leave their text readable, and stand out by ground and line', (colour) => {
    for (const text of texts) expect(ratio(text, `--mark-${colour}-bg`), text).toBeGreaterThanOrEqual(4.5)
    expect(ratio(`--mark-${colour}-bg`, '--bg-pane')).toBeGreaterThanOrEqual(1.12)
    for (const ground of [`--mark-${colour}-bg`, '--bg-pane', '--bg-raised']) expect(ratio(`--mark-${colour}`, ground), ground).toBeGreaterThanOrEqual(3)
  })

  it.each(['--bg', '--bg-raised', '--bg-pane'])('edges of controls stand out on %s (3.0)', (surface) => {
    expect(ratio('--line-strong', surface)).toBeGreaterThanOrEqual(3)
  })
})
