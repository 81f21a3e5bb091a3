import { readFileSync, readdirSync } from 'node:fs'
import { processTree, type Role } from './processes'

/** Bytes, of all processes together and of each kind. */
export type Memory = Record<'all' | Role, number>

/**
 * Memory of a process and all its descendants: the sum of Pss, in which a page that several
 * processes share counts once (proc(5), smaps_rollup).
 * @throws {Error} when a process that still runs does not let its memory be read
 */
export function memoryOf(root: number): Memory {
  const memory: Memory = { all: 0, main: 0, renderer: 0, engine: 0, other: 0 }
  for (const { pid, role } of processTree(root)) {
    const bytes = pssOf(pid)
    memory[role] += bytes
    memory.all += bytes
  }
  return memory
}

/**
 * The other processes of the same Electron, in words that can be compared. They share the program's pages with
 * the app, so that its Pss rises by tens of MiB when one of them ends.
 */
export function otherElectrons(root: number, executable: string): string {
  const own = new Set(processTree(root).map(({ pid }) => pid))
  const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && !own.has(Number(name)) && commandOf(name).startsWith(executable))
  return others.sort().join(' ')
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    // It has ended meanwhile.
    return ''
  }
}

function pssOf(pid: number): number {
  try {
    const kib = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
    return Number(kib ?? 0) * 1024
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    // It has ended meanwhile.
    if (code === 'ENOENT' || code === 'ESRCH') return 0
    throw error
  }
}
