import { readFileSync } from 'node:fs'

/**
 * Chromium refuses to start its sandbox as root. Only then it is left out, and it is said.
 * @returns {string[]} Electron's arguments
 */
export function sandboxArgs() {
  if (process.platform !== 'linux') return []
  if (process.getuid?.() === 0) {
    console.log('Running as root: Electron starts with --no-sandbox.')
    return ['--no-sandbox']
  }
  if (restrictedByAppArmor()) {
    console.log('This system keeps programs from making a sandbox (AppArmor). If the window does not open, see "Sandbox" in the README.')
  }
  return []
}

/** Ubuntu 23.10 and newer allow user namespaces only to programs that AppArmor knows. */
function restrictedByAppArmor() {
  try {
    return readFileSync('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', 'utf8').trim() === '1'
  } catch {
    return false
  }
}
