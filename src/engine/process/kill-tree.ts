import { spawn, type ChildProcess } from 'node:child_process'

/**
 * Kills a child and everything it started. The child must have been spawned with
 * `detached` (POSIX), which makes it the leader of a process group of its own.
 */
export function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on('error', () => child.kill())
    return
  }
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // The group is gone already, which is what was wanted.
    child.kill('SIGKILL')
  }
}

/**
 * Hangs up on a child and everything it started (SIGHUP), so that it can say goodbye. On
 * Windows, where there is no such signal, they are killed.
 */
export function hangUpTree(child: ChildProcess): void {
  if (child.pid === undefined) return
  if (process.platform === 'win32') return killTree(child)
  try {
    process.kill(-child.pid, 'SIGHUP')
  } catch {
    // The group is gone already, which is what was wanted.
    child.kill('SIGHUP')
  }
}
