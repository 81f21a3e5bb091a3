import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { atMostTimes, type Figure, type Result } from '../figure'
import { AppWindow } from '../rig/app-window'
import { PROXIED, startHost, type Host } from '../rig/host'
import { median } from '../statistics'

/**
 * Where a plain host's startup log is looked for. The app has to find it by itself, or opening would not be
 * measured whole; so the log stands there for the time of the figure.
 */
const PATH = '/tmp/coder-startup-script.log'
const SMALL_LINES = 2000
const BIG_BYTES = 1024 ** 3
const LEAST_RUNS = 7

/** A click on a workspace to its first log lines on screen, beside `ssh HOST tail -n 200 FILE` as a whole process. */
export const openFirstLines: Figure = {
  id: 'open-first-lines',
  async measure(runs, say) {
    const host = await startHost()
    const window = await AppWindow.open(host)
    const times = Math.max(runs, LEAST_RUNS)
    const results: Result[] = []
    try {
      for (const { id, target, bytes, limit, what } of CASES) {
        const last = `LAST-${id}`
        makeLog(bytes, last)
        results.push(await compare({ host, window, id, target, limit, what, last, times }))
        say(`${id}: ${results.at(-1)?.value} ms, ssh tail ${results.at(-1)?.yardstick} ms`)
        rmSync(PATH)
      }
      return results
    } finally {
      rmSync(PATH, { force: true })
      await window.close()
      await host.stop()
    }
  },
}

const CASES = [
  { id: 'open-first-lines', target: 'box1', bytes: 0, limit: 1, what: 'a small log' },
  { id: 'open-first-lines-1gib', target: 'box2', bytes: BIG_BYTES, limit: 1, what: 'a log of 1 GiB' },
  { id: 'open-first-lines-relay', target: 'far', bytes: 0, limit: 1.2, what: 'a small log at 50 ms round trip and 20 Mbit/s' },
  { id: 'open-first-lines-proxy', target: PROXIED, bytes: 0, limit: 1.2, what: 'a small log behind a ProxyCommand' },
] as const

interface Comparison {
  host: Host
  window: AppWindow
  id: string
  target: string
  limit: number
  what: string
  last: string
  times: number
}

async function compare({ host, window, id, target, limit, what, last, times }: Comparison): Promise<Result> {
  const app: number[] = []
  const ssh: number[] = []
  // The first time puts it into the sidebar's list, from where it is opened with one click; it does not count.
  await window.openWorkspace(target)
  await window.probe('whenShown', last)
  await window.closeWorkspace(target)
  for (let run = 0; run < times; run++) {
    ssh.push(await sshTail(host, target, last))
    const shown = window.probe('fromClickTo', last)
    await window.page.getByRole('treeitem', { name: target }).click()
    app.push(await shown)
    await window.closeWorkspace(target)
  }
  return atMostTimes(limit, median(ssh), {
    id,
    what: `a click on a workspace to its first log lines on screen, ${what}; beside ssh tail -n 200 as a whole process`,
    unit: 'ms',
    value: median(app),
    values: app,
  })
}

async function sshTail(host: Host, target: string, last: string): Promise<number> {
  const startedMs = performance.now()
  const child = host.ssh(target, `tail -n 200 ${PATH}`)
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (more: string) => (text += more))
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (!text.includes(last)) throw new Error('ssh tail did not give the last line')
  return performance.now() - startedMs
}

/** @param least at least so many bytes, of one block again and again @throws when there is such a file already: it is not ours */
function makeLog(least: number, last: string): void {
  const lines = Array.from({ length: SMALL_LINES }, (_, n) => `2026-01-01 00:${String(n % 60).padStart(2, '0')}:00 Get:${n} http://deb.example.com/debian bookworm/main amd64 package-${n} amd64 [${n * 7} kB]\n`)
  const block = Buffer.from(lines.join(''))
  writeFileSync(PATH, block, { flag: 'wx', mode: 0o600 })
  const file = openSync(PATH, 'a')
  for (let size = block.length; size < least; ) size += writeSync(file, block)
  writeSync(file, `${last}\n`)
  closeSync(file)
}
