import { readdirSync } from 'node:fs'
import { processTree } from '../../bench/rig/processes'

/** Open file descriptors of the app's processes by what they do (proc(5)); 0 for one that is not there. */
export function handlesOf(root: number): Record<'main' | 'renderer' | 'engine', number> {
  const counts = { main: 0, renderer: 0, engine: 0 }
  for (const { pid, role } of processTree(root)) if (role !== 'other') counts[role] += countOf(pid)
  return counts
}

function countOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length
  } catch {
    // It has ended meanwhile.
    return 0
  }
}
