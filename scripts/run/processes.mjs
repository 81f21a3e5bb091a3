import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** @type {Set<() => void>} */
const cleanups = new Set()

/**
 * Runs `cleanup` when this process ends, whatever ends it short of a SIGKILL.
 * @param {() => void} cleanup must be synchronous
 * @returns {() => void} runs it now, once
 */
export function atEnd(cleanup) {
  const once = () => {
    if (cleanups.delete(once)) cleanup()
  }
  cleanups.add(once)
  return once
}

process.on('exit', () => [...cleanups].reverse().forEach((cleanup) => cleanup()))
for (const [signal, code] of /** @type {const} */ ([['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]])) process.on(signal, () => process.exit(code))

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [cwd]
 * @property {number} [uid]
 * @property {number} [gid]
 * @property {number} [boundMs] the process and its group are killed after this time (ms)
 * @property {boolean} [ownGroup] in a process group of its own, all of which is killed at the end; without it Ctrl+C reaches the process itself
 * @property {(text: string) => void} [onStdout] takes what would else go to this process's output
 * @property {(text: string) => void} [onStderr]
 */

/**
 * Runs a program to its end.
 * @param {string} command @param {readonly string[]} args @param {RunOptions} [options]
 * @returns {Promise<{ code: number, timedOut: boolean, missing: boolean }>} a signal counts as code 128 and up, as in a shell
 */
export function run(command, args, options = {}) {
  const { boundMs, ownGroup = false, onStdout, onStderr, ...rest } = options
  const child = spawn(command, args, { ...rest, detached: ownGroup, stdio: ['ignore', onStdout ? 'pipe' : 'inherit', onStderr ? 'pipe' : 'inherit'] })
  const kill = atEnd(() => killGroup(child.pid, ownGroup))
  child.stdout?.setEncoding('utf8').on('data', (text) => onStdout?.(text))
  child.stderr?.setEncoding('utf8').on('data', (text) => onStderr?.(text))
  return new Promise((resolve) => {
    let timedOut = false
    let missing = false
    const timer = boundMs === undefined ? undefined : setTimeout(() => {
      timedOut = true
      killGroup(child.pid, ownGroup)
    }, boundMs)
    child.on('error', () => {
      missing = true
      finish(127)
    })
    child.on('exit', (code, signal) => {
      kill()
      const result = code ?? 128 + (constants.signals[signal ?? 'SIGKILL'] ?? 0)
      child.on('close', () => finish(result))
      // A stray grandchild outside the group may hold the pipe for ever.
      setTimeout(finish, 1000, result).unref()
    })
    /** @param {number} code */
    function finish(code) {
      clearTimeout(timer)
      resolve({ code, timedOut, missing })
    }
  })
}

/** @param {number | undefined} pid @param {boolean} group */
function killGroup(pid, group) {
  if (pid === undefined) return
  try {
    process.kill(group && process.platform !== 'win32' ? -pid : pid, 'SIGKILL')
  } catch {
    // Already gone.
  }
}
