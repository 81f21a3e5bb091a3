import { readFileSync, readdirSync } from 'node:fs'

/** Processes of Electron by what they do, as their command lines tell; `main` has no type. */
export type Role = 'main' | 'renderer' | 'engine' | 'other'

export interface Process {
  pid: number
  role: Role
}

/** Ticks per second in /proc/PID/stat; 100 on every Linux that Electron runs on (proc(5), sysconf(3)). */
const TICKS = 100

/** The process and everything that descends from it. */
export function processTree(root: number): Process[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) if (/^\d+$/.test(name)) parents.set(Number(name), Number(statFields(Number(name))[1] ?? 0))
  const found = [root]
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child)
  return found.map((pid) => ({ pid, role: roleOf(pid, pid === root) }))
}

/** CPU time that a process and its ended children have used so far (ms); 0 when it is gone. */
export function cpuMs(pid: number): number {
  // From the state on, so that utime … cstime, fields 14 to 17 of proc(5), are at 11 to 14.
  const times = statFields(pid).slice(11, 15).map(Number)
  return (times.reduce((sum, ticks) => sum + ticks, 0) * 1000) / TICKS
}

function statFields(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    // It has ended meanwhile.
    return []
  }
}

function roleOf(pid: number, root: boolean): Role {
  if (root) return 'main'
  let command = ''
  try {
    command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return 'other'
  }
  if (command.includes('--type=renderer')) return 'renderer'
  return command.includes('node.mojom.NodeService') ? 'engine' : 'other'
}
