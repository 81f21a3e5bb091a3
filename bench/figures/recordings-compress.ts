import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atLeast, atMostTimes, type Figure } from '../figure'
import { inElectron } from '../rig/in-electron'
import { writeLog } from '../rig/log-text'
import { median } from '../statistics'

const BYTES = 64 * 1024 * 1024

/** How fast a log is packed in Electron, and how small; beside the `zstd` and `gzip` programs. */
export const recordingsCompress: Figure = {
  id: 'recordings-compress',
  async measure(runs, say) {
    const folder = mkdtempSync(join(tmpdir(), 'bench-pack-'))
    const log = join(folder, 'startup.log')
    writeLog(log, BYTES)
    try {
      const zstd = program('zstd -3 -q -T1 -c', log)
      const gzip = program('gzip -6 -c', log)
      const { speeds, bytes, by } = inElectron<{ speeds: number[]; bytes: number; by: string }>('compress.ts', [log, String(runs)])
      const mib = (count: number): number => count / 1024 / 1024
      say(`${median(speeds).toFixed(0)} MB/s by ${by}; 64 MiB become ${mib(bytes).toFixed(2)} MiB (zstd -3 ${mib(zstd.bytes).toFixed(2)}, gzip -6 ${mib(gzip.bytes).toFixed(2)})`)
      return [
        atLeast(100, zstd.speed, { id: 'recordings-compress', what: "a log packed as recordings are, in Electron's Node; beside zstd -3 as a whole process", unit: 'MB/s', value: median(speeds), values: speeds }),
        atMostTimes(1.15, mib(zstd.bytes), { id: 'recordings-size', what: `what 64 MiB of a log take in a recording, with frames that open alone; beside zstd -3 (gzip -6: ${mib(gzip.bytes).toFixed(1)} MiB)`, unit: 'MiB', value: mib(bytes), values: [mib(bytes)] }),
      ]
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

function program(command: string, log: string): { speed: number; bytes: number } {
  const from = performance.now()
  const { status, stderr } = spawnSync('sh', ['-c', `${command} "$0" > "$0.packed"`, log])
  if (status !== 0) throw new Error(`${command}: ${String(stderr)}`)
  return { speed: BYTES / (performance.now() - from) / 1000, bytes: statSync(`${log}.packed`).size }
}
