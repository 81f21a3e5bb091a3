import { expect, test } from '../fixtures/test'

/** Lines of uneven length with a time each, one a second, as coder's log writes them. */
function timed(count: number): string {
  const begin = Date.parse('2026-11-24T00:00:00Z')
  let text = ''
  for (let i = 1; i <= count; i++) text += `${new Date(begin + i * 1000).toISOString().replace('T', ' ').slice(0, 23)} [info]  n ${i} ${'x'.repeat(1 + (i % 40))}\n`
  return text
}

test('goes to a line, a percentage, a byte and a time of a large log, and says what cannot be', async ({ place, startHost, launch }) => {
  const whole = timed(60_000)
  const lines = whole.split('\n')
  const host = await startHost({ startup: whole })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const pane = window.pane('startup')
  await pane.endsWith(lines.at(-2)!)
  await pane.focus()
  const top = async (line: string) => expect(async () => expect((await pane.screen())[0]).toBe(line)).toPass()

  await window.goTo.go('31415')
  await top(lines[31_414]!)
  await expect(pane.place).toHaveText('line 31,415')
  await expect(pane.rail).toHaveAttribute('aria-valuetext', /^Line 31,415, \d+% of/)
  await window.goTo.go('line 2')
  await top(lines[1]!)
  await window.goTo.go('50%')
  await top(lines[whole.slice(0, Math.floor(whole.length / 2)).split('\n').length - 1]!)
  await window.goTo.go('byte 1,000,000')
  await top(lines[whole.slice(0, 1_000_000).split('\n').length - 1]!)
  await window.goTo.go('2026-11-24 12:00:00')
  await top(lines[12 * 3600 - 1]!)

  await window.page.keyboard.press('Control+g')
  for (const [entered, sentence] of [
    ['yesterday', 'This is no line, percentage, byte or time. Examples: 214, 45%, 1.2 GB, 09:14:03.'],
    ['9999999', 'This log does not have so many lines. Enter a smaller number.'],
    ['120%', 'A percentage is at most 100%.'],
  ] as const) {
    await window.goTo.place.fill(entered)
    await window.goTo.place.press('Enter')
    await expect(window.goTo.problem).toHaveText(sentence)
  }
  await window.picture('go-to')
  await window.page.keyboard.press('Escape')
  await expect(window.goTo.root).toHaveCount(0)
  await expect(pane.root.locator('.xterm-helper-textarea')).toBeFocused()
})

test('a line number that is not known is counted in the workspace on request', async ({ place, startHost, launch }) => {
  const whole = timed(60_000)
  const host = await startHost({ startup: whole })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const pane = window.pane('startup')
  await pane.endsWith(whole.split('\n').at(-2)!)
  await pane.scrollUp()
  await expect(pane.place).toHaveText(/^\d+%$/)
  await pane.place.click()
  await window.goTo.count.click()
  await expect(window.goTo.root).toContainText(/The view begins at line [\d,]+\./)
  await window.page.keyboard.press('Escape')
  const top = (await pane.screen())[0]!
  await expect(pane.place).toHaveText(`line ${Number(/ n (\d+) /.exec(`${top} `)?.[1]).toLocaleString('en-US')}`)
})
