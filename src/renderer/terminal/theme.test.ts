import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { HIGHLIGHT_COLOURS } from '@shared/highlight-rules'
import { contrastRatio, themeTokens } from '@/ui/contrast'
import { ANSI_DARK, ANSI_LIGHT } from './theme'

const css = readFileSync(new URL('../ui/tokens.css', import.meta.url), 'utf8')

describe.each([
  ['dark', ANSI_DARK],
  ['light', ANSI_LIGHT],
] as const)('the %s palette', (name, palette) => {
  const tokens = themeTokens(css, name)
  const pane = tokens['--bg-pane'] ?? ''
  it.each(Object.entries(palette))('%s reads on the pane, and where it is highlighted', (_colour, hex) => {
    expect(contrastRatio(hex, pane)).toBeGreaterThanOrEqual(4.5)
    for (const colour of HIGHLIGHT_COLOURS) expect(contrastRatio(hex, tokens[`--mark-${colour}-bg`] ?? ''), colour).toBeGreaterThanOrEqual(4.5)
  })
})
