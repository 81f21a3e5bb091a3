import { c1Escapes, deceptive, hostileControls, hostileEscapes, unterminated } from '../peers/hostile-escapes'
import { expect, test } from '../fixtures/test'

/*
 * The whole corpus through both walls in the running app: one line for each sequence, then the same once more, written in pieces.
 */

const sequences = [...Object.values(hostileEscapes).flat(), ...c1Escapes, ...unterminated, ...hostileControls]

test('a log full of escape sequences moves nothing, says nothing and answers nothing', async ({ box: { host, window } }) => {
  const { app, page } = window
  const pane = window.pane('startup')
  await window.writeClipboard('mine')
  const asked: string[] = []
  page.on('dialog', (dialog) => asked.push(dialog.message()))

  // Each state of the terminal from here on, as it is told once a frame.
  await pane.root.evaluate((element) => {
    const seen: { buffer: string; lines: number }[] = []
    Object.assign(globalThis, { seen })
    new MutationObserver(() => {
      const { buffer = '', heldLines } = (element as HTMLElement).dataset
      seen.push({ buffer, lines: Number(heldLines) })
    }).observe(element, { attributes: true, attributeFilter: ['data-held-lines', 'data-buffer'] })
  })

  const written = sequences.map((sequence, i) => `<${i} ${sequence}\nafter ${i}>\n`)
  for (let at = 0; at < written.length; at += 60) {
    host.append(`${written.slice(at, at + 60).join('')}up to ${at}\n`)
    await pane.endsWith(`up to ${at}`)
  }
  host.append('half way\n')
  await pane.endsWith('half way')
  for (const sequence of sequences.slice(0, 60)) {
    const bytes = Buffer.from(`split ${sequence} end\n`)
    for (let at = 0; at < bytes.length; at += 64) host.append(bytes.subarray(at, at + 64))
  }
  host.append(`${deceptive.map((sign) => `turn ${sign}around`).join('\n')}\nstill in order\n`)
  await pane.endsWith('still in order')

  const lines = await pane.heldLines()
  // All of it fits into the window, so that what is held only ever grows.
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: { buffer: string; lines: number }[] }).seen)
  expect(seen.length).toBeGreaterThan(2)
  expect(new Set(seen.map(({ buffer }) => buffer))).toEqual(new Set(['normal']))
  expect(seen.filter(({ lines: now }, i) => now < (seen[i - 1]?.lines ?? 0))).toEqual([])
  // Line feeds and carriage returns inside a sequence aside, each line is where it was written.
  const first = lines.indexOf('line 1')
  expect(lines.slice(first, first + 20)).toEqual(Array.from({ length: 20 }, (_, i) => `line ${i + 1}`))
  for (const i of sequences.keys()) {
    expect(lines.filter((line) => line === `after ${i}>`)).toHaveLength(1)
    expect(lines.filter((line) => line.startsWith(`<${i} `) || line === `<${i}`)).toHaveLength(1)
  }
  expect(lines.filter((line) => /^split .*/.test(line))).toHaveLength(60)
  expect(lines.filter((line) => /^turn .*<U\+[0-9A-F]{4,5}>around$/.test(line))).toHaveLength(deceptive.length)
  // What was copied just now has no controls in it.
  expect(await window.readClipboard()).not.toMatch(/(?![\n\t])\p{Cc}/u)

  expect(await app.ask(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.getTitle()))).toEqual(['Tailpane'])
  expect(await page.title()).toBe('Tailpane')
  expect(asked).toEqual([])
  await expect(pane.root.locator('a')).toHaveCount(0)
  await window.writeClipboard('mine')
  host.append(`${Object.values(hostileEscapes).flat().join('')}\nthe end\n`)
  await pane.press('End')
  await pane.endsWith('the end')
  expect(await window.readClipboard()).toBe('mine')
})
