/*
 * Takes the figures, as an ordinary user and with a screen: `run.ts` sees to both.
 * `--only ID` takes one, `--runs N` repeats whole runs N times, `--out FILE` says where the results go.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import type { Figure, Result } from './figure'
import { appendVisible } from './figures/append-visible'
import { appendVisibleQuiet } from './figures/append-visible-quiet'
import { coldStart } from './figures/cold-start'
import { flood } from './figures/flood'
import { follow5mb } from './figures/follow-5mb'
import { load } from './figures/load'
import { memory20 } from './figures/memory-20'
import { noticeList } from './figures/notice-list'
import { noticeSsh } from './figures/notice-ssh'
import { jumpRandom, searchRemote } from './figures/jump-random'
import { openFirstLines } from './figures/open-first-lines'
import { compareLines } from './figures/compare-lines'
import { parseSpeed } from './figures/parse-speed'
import { quietCpu } from './figures/quiet-cpu'
import { readSequential } from './figures/read-sequential'
import { recordingsCompress } from './figures/recordings-compress'
import { historyMany, recordingsMiddle } from './figures/recordings-open'
import { searchLocal } from './figures/search-local'
import { watchCost } from './figures/watch-cost'
import { table } from './table'

const figures: Figure[] = [
  coldStart,
  openFirstLines,
  appendVisible,
  appendVisibleQuiet,
  follow5mb,
  jumpRandom,
  readSequential,
  searchRemote,
  searchLocal,
  flood('text'),
  flood('urandom'),
  noticeSsh,
  noticeList,
  watchCost,
  memory20,
  load,
  quietCpu,
  parseSpeed,
  compareLines,
  recordingsCompress,
  recordingsMiddle,
  historyMany,
]
/** Above this many runnable processes the machine is busy with something else, and times are too long. */
const QUIET_LOAD = 0.5

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, runs: { type: 'string', default: '5' }, out: { type: 'string' } } })
  const wanted = figures.filter(({ id }) => values.only === undefined || values.only.startsWith(id) || id.startsWith(values.only))
  if (wanted.length === 0) return refuse(`There is no figure ${values.only}. There are: ${figures.map(({ id }) => id).join(', ')}.`)
  const load = loadavg()[0] ?? 0
  if (load > QUIET_LOAD) console.log(`This machine is busy (load ${load.toFixed(1)}): the figures will be rough.`)
  const results: Result[] = []
  const failed: string[] = []
  for (const figure of wanted) {
    console.log(`${figure.id}`)
    try {
      results.push(...(await figure.measure(Number(values.runs), (text) => console.log(`  ${text}`))))
    } catch (error) {
      // The other figures are worth having all the same.
      failed.push(figure.id)
      console.error(error)
    }
    if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(merged(values.out, results), null, 2)}\n`)
  }
  console.log(`\n${table(results)}`)
  if (failed.length > 0) console.error(`Not measured: ${failed.join(', ')}`)
  return failed.length === 0 && results.every(({ ok }) => ok) ? 0 : 1
}

/** New results take the place of those with their ids; the others stay. */
function merged(file: string, results: readonly Result[]): Result[] {
  const old = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result[]) : []
  const added = results.filter(({ id }) => !old.some((one) => one.id === id))
  return [...old.map((one) => results.find(({ id }) => id === one.id) ?? one), ...added]
}

function refuse(why: string): number {
  console.error(why)
  return 2
}

void main().then((code) => process.exit(code))
