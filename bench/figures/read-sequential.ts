import { spawn, spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from '../../scripts/run/checkout.cjs'
import { atLeastTimes, type Figure, type Result } from '../figure'
import { startHost, type Host } from '../rig/host'
import { inElectron } from '../rig/in-electron'
import { median } from '../statistics'

const BYTES = 256 * 1024 * 1024

interface Speeds {
  source: number[]
  bare: number[]
}

/** How fast a log in a workspace is read from its start to its end; beside ssh2 alone in the same process, and OpenSSH's sftp. */
export const readSequential: Figure = {
  id: 'read-sequential',
  async measure(runs, say) {
    const host = await startHost()
    const path = join(host.logs, 'whole.log')
    const line = '2026-01-01 00:00:00 Get:1 http://deb.example.com/debian bookworm/main amd64 package-1234 [5678 kB]\n'
    writeFileSync(path, Buffer.alloc(BYTES, line))
    try {
      const args = [...host.login, path, String(runs)]
      const sftp = Array.from({ length: runs }, () => sftpSpeed(host, path))
      say(`OpenSSH sftp as a whole process: ${median(sftp).toFixed(0)} MB/s`)
      const results: Result[] = []
      for (const [where, speeds] of [
        ['node', await inNode(args)],
        ['electron', inElectron<Speeds>('read-sequential.ts', args)],
      ] as const) {
        say(`in ${where}: source ${median(speeds.source).toFixed(0)} MB/s, bare ssh2 ${median(speeds.bare).toFixed(0)} MB/s`)
        results.push(
          atLeastTimes(0.9, median(speeds.bare), {
            id: `read-sequential-${where}`,
            what: `256 MiB in a workspace read in order in ${where === 'node' ? 'Node' : "Electron's Node"}; beside ssh2 alone, 8 requests of 256 KiB in flight (OpenSSH sftp: ${median(sftp).toFixed(0)} MB/s)`,
            unit: 'MB/s',
            value: median(speeds.source),
            values: speeds.source,
          }),
        )
      }
      return results
    } finally {
      rmSync(path)
      await host.stop()
    }
  },
}

function inNode(args: readonly string[]): Promise<Speeds> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(checkout, 'bench/programs/read-sequential.ts'), ...args], { cwd: checkout, stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more))
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => (code === 0 ? resolve(JSON.parse(text) as Speeds) : reject(new Error(`reading ended with ${code}`))))
  })
}

/** MB/s. */
function sftpSpeed(host: Host, path: string): number {
  const from = performance.now()
  const { status, stderr } = spawnSync('sftp', ['-q', '-F', join(host.home.home, '.ssh', 'config'), `box1:${path}`, '/dev/null'], { env: host.home.env })
  if (status !== 0) throw new Error(`sftp ended with ${status}: ${String(stderr).slice(-300)}`)
  return BYTES / (performance.now() - from) / 1000
}
