import { Unicode11Addon } from '@xterm/addon-unicode11'
import { Terminal } from '@xterm/headless'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowsOf } from './row-count'

function ours(text: string, columns: number): number {
  const bytes = Buffer.from(text)
  return rowsOf(bytes, 0, bytes.length, columns)
}

/** Rows that xterm itself takes. */
async function theirs(text: string, columns: number): Promise<number> {
  const terminal = new Terminal({ cols: columns, rows: 50, scrollback: 1000, allowProposedApi: true })
  terminal.loadAddon(new Unicode11Addon())
  terminal.unicode.activeVersion = '11'
  await new Promise<void>((resolve) => terminal.write(text, resolve))
  const rows = terminal.buffer.active.baseY + terminal.buffer.active.cursorY + 1
  terminal.dispose()
  return rows
}

describe('rowsOf', () => {
  it('equals the terminal for ASCII, tabs and wide characters, colours aside', async () => {
    const part = fc.oneof(fc.constantFrom('\t', '日', '本', '\x1b[31m', '\x1b[0m', 'é'), fc.stringMatching(/^[ -~]{0,12}$/))
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 25 }), fc.integer({ min: 20, max: 90 }), async (parts, columns) => {
        const text = parts.join('')
        const rows = await theirs(text, columns)
        expect(ours(text, columns)).toBeGreaterThanOrEqual(rows)
        expect(ours(text, columns)).toBeLessThanOrEqual(rows + (/\t/.test(text) ? 1 : 0))
      }),
      { numRuns: 150 },
    )
  })

  it('never counts too few for any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 80 }), async (text) => {
        // eslint-disable-next-line no-control-regex -- the escape filter has taken controls out before.
        const clean = text.replace(/[\x00-\x1f\x7f-\x9f]/g, '')
        expect(ours(clean, 20)).toBeGreaterThanOrEqual(await theirs(clean, 20))
      }),
      { numRuns: 150 },
    )
  })
})
