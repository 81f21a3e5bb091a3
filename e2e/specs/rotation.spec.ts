import { execFileSync } from 'node:child_process'
import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { numbered } from '../fixtures/host'
import { expect, test } from '../fixtures/test'

const old = numbered(1, 20).trim().split('\n')
const replaced = 'The log was replaced by a new file here. What follows is new.'
const truncated = 'The log was truncated here. What follows is new.'

test('a log that is renamed and made anew: the rest of the old one first, then a mark, nothing twice', async ({ box: { host, window } }) => {
  const pane = window.pane('startup')
  await pane.endsWith('line 20')
  host.append('the last of the old one\n')
  renameSync(host.startupLog, `${host.startupLog}.1`)
  appendFileSync(`${host.startupLog}.1`, 'written after the rename\n')
  writeFileSync(host.startupLog, 'new 1\n')
  await pane.endsWith('new 1')
  host.append('new 2\n')
  await pane.endsWith('new 2')
  await expect(pane.mark('epoch')).toHaveText(replaced)
  expect(await pane.heldLines()).toEqual([...old, 'the last of the old one', 'written after the rename', replaced, 'new 1', 'new 2'])
})

test('a log that is cut to nothing goes on below a mark, and the old text stays', async ({ box: { host, window } }) => {
  const pane = window.pane('startup')
  await pane.endsWith('line 20')
  truncateSync(host.startupLog, 0)
  await expect(pane.mark('epoch')).toHaveText(truncated)
  host.append('new 1\n')
  await pane.endsWith('new 1')
  expect(await pane.heldLines()).toEqual([...old, truncated, 'new 1'])
})

test('a log that is deleted is waited for, and goes on when it is made again', async ({ box: { host, window } }) => {
  const pane = window.pane('startup')
  await pane.endsWith('line 20')
  rmSync(host.startupLog)
  await pane.isCondition('waiting')
  await pane.shows('line 20')
  writeFileSync(host.startupLog, 'new 1\nnew 2\n')
  await pane.endsWith('new 2')
  await pane.isCondition('following')
  expect(await pane.heldLines()).toEqual([...old, replaced, 'new 1', 'new 2'])
})

for (const mode of ['create', 'copytruncate'] as const) {
  test(`logrotate in ${mode} mode, twice`, async ({ box: { host, window }, place }) => {
    const config = join(place.dir, 'logrotate.conf')
    writeFileSync(config, `${host.startupLog} {\n  rotate 5\n  size 1\n  ${mode === 'create' ? 'create 0600' : mode}\n}\n`, { mode: 0o600 })
    const rotate = () => execFileSync('/usr/sbin/logrotate', ['--force', '--state', join(place.dir, 'state'), config])
    const pane = window.pane('startup')
    const mark = mode === 'create' ? replaced : truncated
    await pane.endsWith('line 20')
    const expected = [...old]
    for (const turn of ['second', 'third']) {
      rotate()
      host.append(`${turn} 1\n`)
      await pane.endsWith(`${turn} 1`)
      host.append(`${turn} 2\n`)
      await pane.endsWith(`${turn} 2`)
      expected.push(mark, `${turn} 1`, `${turn} 2`)
    }
    expect(await pane.heldLines()).toEqual(expected)
  })
}
