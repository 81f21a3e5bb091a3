import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { atMost, type Figure } from '../figure'
import { AppWindow } from '../rig/app-window'
import { followWithEngine } from '../rig/engine-follow'
import { startHost, type Host } from '../rig/host'
import { cpuMs, processTree, type Role } from '../rig/processes'
import { writeAtRate } from '../rig/writer'
import { median } from '../statistics'

const BYTES_PER_SECOND = 5e6
const SECONDS = 20

/** Following a writer at 5 MB/s for 20 s: every line, in order, without a gap; and what it costs. */
export const follow5mb: Figure = {
  id: 'follow-5mb',
  async measure(runs, say) {
    const host = await startHost()
    const cores: number[] = []
    const gaps: number[] = []
    try {
      for (let run = 0; run < runs; run++) {
        const one = await oneFollow(host, join(host.logs, `follow-${run}.log`))
        cores.push(one.cores)
        gaps.push(one.gaps)
        say(`run ${run + 1}: ${one.cores.toFixed(2)} cores (engine ${one.engine.toFixed(2)}, renderer ${one.renderer.toFixed(2)}), ${one.gaps} gaps`)
      }
      const path = join(host.logs, 'engine.log')
      const engine = await followWithEngine(host, path, { path, kind: 'numbered', bytesPerSecond: BYTES_PER_SECOND, seconds: SECONDS, lastLine: 'LAST-LINE' })
      say(`the engine alone: ${engine.lines} lines, ${engine.wrong} missing or out of order, ${engine.marks} gap rows`)
      return [
        atMost(1.5, { id: 'follow-5mb-cpu', what: 'CPU of engine and renderer while following 5 MB/s for 20 s', unit: 'cores', value: median(cores), values: cores }),
        atMost(0, { id: 'follow-5mb-gaps', what: 'gap rows in the pane, and bytes short of the end of the log, after following 5 MB/s for 20 s', unit: 'gaps', value: Math.max(...gaps), values: gaps }),
        atMost(0, { id: 'follow-5mb-lines', what: `lines missing or out of order of ${engine.lines} that the engine sent a window without a screen`, unit: 'lines', value: engine.wrong + engine.marks, values: [engine.wrong + engine.marks] }),
      ]
    } finally {
      await host.stop()
    }
  },
}

interface Followed {
  cores: number
  engine: number
  renderer: number
  gaps: number
}

async function oneFollow(host: Host, path: string): Promise<Followed> {
  writeFileSync(path, '')
  const window = await AppWindow.open(host, ['box1'])
  try {
    await window.addLog(path, 'box1')
    await window.probe('watchConditions')
    await window.settle()
    const processes = processTree(window.pid)
    const used = (role: Role): number => processes.filter((one) => one.role === role).reduce((sum, { pid }) => sum + cpuMs(pid), 0)
    const before = { engine: used('engine'), renderer: used('renderer') }
    const lastLine = `LAST-LINE-${Date.now()}`
    const shown = window.probe('whenShown', lastLine)
    const written = await writeAtRate({ path, kind: 'numbered', bytesPerSecond: BYTES_PER_SECOND, seconds: SECONDS, lastLine })
    await shown
    const engine = (used('engine') - before.engine) / 1000 / written.seconds
    const renderer = (used('renderer') - before.renderer) / 1000 / written.seconds
    const conditions = await window.probe('conditions')
    // The last line begins within this many bytes of the end.
    const short = (await window.endOffset(path)) < statSync(path).size - lastLine.length - 1
    return { cores: engine + renderer, engine, renderer, gaps: Number(conditions.includes('gap')) + Number(short) }
  } finally {
    await window.close()
    rmSync(path)
  }
}
