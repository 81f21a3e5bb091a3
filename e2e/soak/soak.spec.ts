import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { checkPane } from './check-pane'
import { checkRecordings } from './check-recordings'
import { throwFault } from './faults'
import { makeGround } from './ground'
import { Growth } from './growth'
import { planOf, wordsOf, type Fault } from './plan'
import { untilCaughtUp } from './settle'

const minutes = Number(process.env['TAILPANE_SOAK_MINUTES'] ?? 2)
const seed = Number(process.env['TAILPANE_SOAK_SEED'] ?? 1)
const disk = process.env['TAILPANE_SOAK_DISK'] ?? null
/** Past the last fault: what was written is compared. */
const AFTER_MS = 3 * 60_000

test(`${minutes} minutes of faults with seed ${seed}: nothing is lost without a name, nothing is shown twice`, async () => {
  test.setTimeout(minutes * 60_000 + AFTER_MS)
  const without: Fault[] = disk === null ? ['disk full'] : []
  if (disk === null) console.log('soak: no small disk could be made, so none is filled')
  const ground = await makeGround(seed, disk)
  const { app, logs, place } = ground
  const growth = new Growth()
  const problems: string[] = []
  let thrown = 0
  let survived = 0
  try {
    await app.start()
    await untilCaughtUp(ground)
    const endMs = performance.now() + minutes * 60_000
    for (const step of planOf(seed, without)) {
      if (performance.now() > endMs) break
      thrown++
      const began = performance.now()
      try {
        await throwFault(ground, step)
        await untilCaughtUp(ground)
        survived++
        console.log(`soak: ${wordsOf(step)}: back after ${Math.round(performance.now() - began)} ms`)
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        problems.push(`not survived, ${wordsOf(step)}: ${why}`)
        console.log(`soak: ${problems.at(-1)}`)
        break
      }
      growth.take(app)
    }
    for (const log of logs) {
      log.held = true
      log.finishLine()
    }
    if (problems.length === 0) await untilCaughtUp(ground)
    const left = await app.close()
    if (left.length > 0) problems.push(`${left.length} processes outlived the app`)
    let lines = 0
    let destroyed = 0
    for (const { panes, since } of app.lives.values()) {
      for (const pane of Object.values(panes)) {
        const log = logs.find((one) => one.path === pane.path)
        if (!log) continue
        const found = checkPane(pane.stretches, log, since.get(log.path) ?? 0)
        problems.push(...found.problems)
        lines += found.lines
        destroyed += found.destroyed
      }
    }
    const recorded = await checkRecordings(join(place.profile, 'recordings'), logs)
    problems.push(...recorded.problems)
    const summary = {
      seed,
      minutes,
      faults: { thrown, survived },
      lives: app.lives.size,
      written: { lines: logs.reduce((sum, log) => sum + log.epochs.reduce((all, one) => all + one.starts.length, 0), 0), epochs: logs.reduce((sum, log) => sum + log.epochs.length, 0) },
      shown: { lines, twice: problems.filter((one) => one.includes('shown twice')).length, destroyedBytes: destroyed },
      recorded: { recordings: recorded.recordings, savedBytes: recorded.saved, namedAsMissingBytes: recorded.missing },
      growth: growth.summary(),
      problems,
    }
    const artifacts = process.env['TAILPANE_ARTIFACTS'] ?? 'artifacts'
    mkdirSync(artifacts, { recursive: true })
    writeFileSync(join(artifacts, 'soak.json'), `${JSON.stringify(summary, null, 2)}\n`)
    if (problems.length > 0) {
      writeFileSync(join(artifacts, 'soak-diary.log'), ground.diary())
      writeFileSync(join(artifacts, 'soak-panes.json'), JSON.stringify([...app.lives], null, 1))
    }
    console.log(`soak: ${JSON.stringify({ ...summary, problems: problems.length })}`)
  } finally {
    await ground.end()
  }
  expect(problems).toEqual([])
  expect(survived).toBe(thrown)
})
