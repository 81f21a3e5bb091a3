import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync } from 'node:fs'

/** @returns {boolean} whether a window that opens now would be seen */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
}

/**
 * A screen in memory of 1440 × 900 pixels. The server itself picks a free number and tells it
 * on a pipe once it accepts clients (`-displayfd`, Xserver(1)), so that two never meet.
 * @param {{ uid?: number, gid?: number }} [user] who runs the server; other users may be refused by it
 * @returns {Promise<{ ok: true, display: string, stop: () => void } | { ok: false, why: string }>}
 */
export function startScreen(user = {}) {
  // The server makes this folder only as root; as another user it would go without its socket.
  try {
    mkdirSync('/tmp/.X11-unix')
    chmodSync('/tmp/.X11-unix', 0o1777)
  } catch {
    // It is there already, or /tmp is not ours to write: the server has its own say.
  }
  const args = ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-noreset']
  const child = spawn('Xvfb', args, { ...user, stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true })
  return new Promise((resolve) => {
    let errors = ''
    let number = ''
    const stop = () => void child.kill('SIGKILL')
    child.stderr?.on('data', (chunk) => (errors = (errors + chunk).slice(-2000)))
    child.stdio[3]?.on('data', (chunk) => {
      number += chunk
      if (!number.endsWith('\n')) return
      child.unref()
      resolve({ ok: true, display: `:${number.trim()}`, stop })
    })
    child.on('error', () => resolve({ ok: false, why: 'There is no display, and Xvfb is not installed. Run `npm run setup`.' }))
    child.on('close', () => resolve({ ok: false, why: `Xvfb did not start: ${errors.trim() || 'no reason given'}` }))
  })
}
