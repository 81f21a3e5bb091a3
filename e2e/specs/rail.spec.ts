import { numbered } from '../fixtures/host'
import { expect, test } from '../fixtures/test'

const LINES = 120_000

test('the rail stands for the whole log: click, drag and keys go there', async ({ place, startHost, launch }) => {
  const whole = numbered(1, LINES)
  const host = await startHost({ startup: whole })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const pane = window.pane('startup')
  await pane.endsWith(`line ${LINES}`)
  await expect(pane.rail).toHaveAttribute('aria-valuemax', String(whole.length))
  await expect(pane.rail).toHaveAttribute('aria-valuetext', /^At the end, following\./)

  // The row at the top is the one that the value names.
  const topIsRight = async (from: number, to: number) => {
    await expect(async () => {
      const top = (await pane.screen())[0]
      const value = Number(await pane.rail.getAttribute('aria-valuenow'))
      expect(whole.slice(value, value + (top ?? '').length + 1)).toBe(`${top}\n`)
      expect(value / whole.length).toBeGreaterThan(from)
      expect(value / whole.length).toBeLessThan(to)
    }).toPass()
  }
  await pane.clickRail(0.5)
  await pane.isCondition('paused')
  await topIsRight(0.49, 0.51)
  await pane.clickRail(0.25)
  await topIsRight(0.24, 0.26)

  const box = await pane.rail.boundingBox()
  if (!box) throw new Error('There is no rail')
  const x = box.x + box.width / 2
  await window.page.mouse.move(x, box.y + box.height * 0.25 + 5)
  await window.page.mouse.down()
  for (const at of [0.3, 0.4, 0.55, 0.7, 0.8]) await window.page.mouse.move(x, box.y + box.height * at + 5, { steps: 3 })
  await expect(pane.root.locator('.rail-bubble')).toContainText(/(79|80)% of/)
  await window.page.mouse.up()
  await topIsRight(0.78, 0.81)

  await pane.rail.focus()
  await window.page.keyboard.press('PageUp')
  await topIsRight(0.68, 0.71)
  await window.page.keyboard.press('ArrowDown')
  await topIsRight(0.69, 0.72)
  await window.page.keyboard.press('Home')
  await topIsRight(-1, 0.001)
  await expect(pane.rail).toHaveAttribute('aria-valuetext', /^Line 1, 0% of/)
  await window.page.keyboard.press('End')
  await pane.isCondition('following')
  await pane.endsWith(`line ${LINES}`)
})

test('scrolling past both edges of the window brings the next lines, and none is left out', async ({ place, startHost, launch }) => {
  const host = await startHost({ startup: numbered(1, 30_000) })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const pane = window.pane('startup')
  await pane.endsWith('line 30000')
  const numbers = async () => (await pane.screen()).map((row) => Number(row.replace('line ', '')))
  const contiguous = (rows: number[]) => rows.every((n, i) => i === 0 || n === rows[i - 1]! + 1)
  // Up through several windows: the screens overlap, so nothing was jumped over.
  await pane.focus()
  let before = await numbers()
  for (let i = 0; i < 160; i++) {
    await window.page.keyboard.press('PageUp')
    await expect(async () => {
      const now = await numbers()
      expect(contiguous(now)).toBe(true)
      expect(now[0]).toBeLessThan(before[0]!)
    }).toPass()
    const now = await numbers()
    expect(now.at(-1)).toBeGreaterThanOrEqual(before[0]! - 1)
    before = now
  }
  for (let i = 0; i < 80; i++) {
    await window.page.keyboard.press('PageDown')
    await expect(async () => {
      const now = await numbers()
      expect(contiguous(now)).toBe(true)
      expect(now.at(-1)).toBeGreaterThan(before.at(-1)!)
    }).toPass()
    const now = await numbers()
    expect(now[0]).toBeLessThanOrEqual(before.at(-1)! + 1)
    before = now
  }
})
