import { readFileSync } from 'node:fs'
import { processTree } from './processes'

/**
 * Memory of a process and all its descendants (bytes): the sum of Pss, in which a page that several
 * processes share counts once (proc(5), smaps_rollup).
 * @throws {Error} when a process that still runs does not let its memory be read
 */
export function memoryOf(root: number): number {
  return processTree(root).reduce((sum, { pid }) => sum + pssOf(pid), 0)
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
