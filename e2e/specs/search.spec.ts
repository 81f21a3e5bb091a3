import { expect, test } from '../fixtures/test'
import type { Host } from '../fixtures/host'

const LINES = 60_000

/** A log of some MiB, far longer than any window, with `needle N` in every thousandth line. */
function fill(host: Host): void {
  let text = ''
  for (let i = 1; i <= LINES; i++) text += i % 1000 === 0 ? `needle ${i / 1000} in the haystack\n` : `ordinary line ${i} of a long startup log\n`
  host.append(`${text}the end\n`)
}

test('find means the whole log: count, position, and steps beyond the window', async ({ box: { host, window } }) => {
  fill(host)
  const pane = window.pane('startup')
  await pane.endsWith('the end')
  await pane.press('Control+f')
  const { find } = pane
  await find.field.fill('needle')
  await expect(find.note).toHaveText(/^in the whole log(, by (rg|grep) in the workspace)?$/)
  await expect(find.count).toHaveText(/60$/)
  await find.field.press('Enter')
  await expect(find.count).toHaveText(/^\d+ of 60$/)
  await window.picture('find-whole-log')

  // From the last of the lines held, the first of the log comes next.
  while ((await find.count.textContent()) !== '60 of 60') {
    const before = await find.count.textContent()
    await find.field.press('F3')
    await expect(find.count).not.toHaveText(before ?? '')
  }
  await find.field.press('F3')
  await expect(find.count).toHaveText('1 of 60')
  await window.picture('find-moved')
  await pane.shows('needle 1 in the haystack')
  expect(await pane.firstOffset()).toBeLessThan(50_000)
  await pane.isCondition('paused')

  // And so on, over the edge of the window, in both directions.
  for (let i = 2; i <= 6; i++) {
    await find.field.press('F3')
    await expect(find.count).toHaveText(`${i} of 60`)
    await pane.shows(`needle ${i} in the haystack`)
  }
  await find.field.press('Shift+F3')
  await expect(find.count).toHaveText('5 of 60')
  await pane.shows('needle 5 in the haystack')

  // What is added is counted.
  host.append('one more needle\n')
  await expect(find.count).toHaveText('5 of 61')
})

test('find steps through more lines than are kept', async ({ box: { host, window } }) => {
  host.append('again and again\n'.repeat(30_000))
  const pane = window.pane('startup')
  await pane.endsWith('again and again')
  await pane.press('Control+f')
  await pane.find.field.fill('again')
  await expect(pane.find.count).toHaveText(/30,000$/)
  const first = await pane.firstOffset()
  await pane.find.field.press('Shift+F3')
  await pane.find.field.press('Shift+F3')
  expect(await pane.firstOffset()).toBe(first)
  await pane.find.field.fill('line 7')
  await expect(pane.find.count).toHaveText('1')
  await pane.find.field.press('Enter')
  await expect(pane.find.count).toHaveText('1 of 1')
  await pane.shows('line 7')
})

test('says why a pattern is not searched', async ({ box: { window } }) => {
  const pane = window.pane('startup')
  await pane.press('Control+f')
  await pane.find.toggle('Regular expression').click()
  await pane.find.field.fill('(?=line)l')
  await expect(pane.find.problem).toHaveText(/^Looking ahead or behind/)
})

test('the panel searches all logs of an agent, and a click shows the line', async ({ box: { host, window } }) => {
  fill(host)
  const pane = window.pane('startup')
  await pane.endsWith('the end')
  await window.page.keyboard.press('Control+Shift+F')
  const { search } = window
  await expect(search.field).toBeFocused()
  await search.field.fill('needle')
  await expect(search.status).toHaveText('60 lines')
  await expect(search.logs).toHaveCount(1)
  await expect(search.logs).toContainText('60')
  await window.picture('search-light')
  await window.page.evaluate(() => void (document.documentElement.dataset['theme'] = 'dark'))
  await search.hits.first().hover()
  await window.picture('search-dark')
  await search.hits.nth(2).click()
  await pane.shows('needle 3 in the haystack')
  await expect(pane.find.count).toHaveText('3 of 60')
  await expect(pane.root.locator('.xterm-find-result-decoration')).not.toHaveCount(0)
  await window.picture('search-opened')

  // The keyboard goes through the list.
  await search.field.press('ArrowDown')
  await expect(search.list).toBeFocused()
  await window.page.keyboard.press('End')
  await window.page.keyboard.press('Enter')
  await pane.shows('needle 60 in the haystack')

  await search.toggle('Regular expression').click()
  await search.field.fill('^agent line \\d$')
  await expect(search.status).toHaveText('2 lines')
  await search.hits.nth(1).click()
  await window.pane('agent').shows('agent line 2')
  await search.scope.selectOption('All open agents')
  await expect(search.status).toHaveText('2 lines')
  await search.field.fill('nothing like it')
  await expect(search.root).toContainText('No line matches.')
  await search.field.press('Escape')
  await expect(search.root).toHaveCount(0)
})

test('ten thousand results stay quick, and more come on request', async ({ box: { host, window } }) => {
  host.append('hit and miss\n'.repeat(25_000))
  await window.pane('startup').endsWith('hit and miss')
  await window.menu('search')
  await window.search.field.fill('hit')
  await expect(window.search.status).toHaveText('25,000 lines, the first 10,000 shown')
  // Only what is in view is drawn.
  expect(await window.search.hits.count()).toBeLessThan(120)
  await window.search.more.click()
  await expect(window.search.status).toHaveText('25,000 lines, the first 20,000 shown')
  await window.search.list.focus()
  await window.page.keyboard.press('End')
  await expect(window.search.hits.last()).toHaveAttribute('aria-posinset', '20001')
})
