import { readFileSync, readdirSync } from 'node:fs'

/** Every process of a run carries this variable, so that those which left their process group are found too. */
export const runVariable = 'TAILPANE_RUN'

/**
 * Ends what a run has left behind: servers, shells and windows whose parent is gone.
 * Linux only; elsewhere it finds nothing.
 * @param {string} id the run's value of `runVariable`
 * @returns {string[]} the names of the programs that had to be ended
 */
export function endStrays(id) {
  const names = []
  for (const pid of processIds()) {
    if (pid === process.pid || !environmentOf(pid).includes(`${runVariable}=${id}`)) continue
    try {
      const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
      process.kill(pid, 'SIGKILL')
      names.push(name)
    } catch {
      // It ended by itself.
    }
  }
  return names
}

function processIds() {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

/** @param {number} pid @returns {string[]} empty where it is not ours to read */
function environmentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    return []
  }
}
