import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { missingPackages } from './package-list.mjs'
import { holdServices } from './policy-rc.mjs'
import { askOneKey } from './ask.mjs'

/** @typedef {import('./package-list.mjs').Need} Need */

/** @returns {boolean} whether this is Debian, Ubuntu or a relative */
export function hasApt() {
  return process.platform === 'linux' && existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg-query')
}

/**
 * Sees to it that each need is met: installs as root, asks a person, and tells everyone else what to run.
 * @param {readonly Need[]} needs
 * @returns {Promise<{ ok: true } | { ok: false, why: string }>} `why` is what to tell the person
 */
export async function ensurePackages(needs) {
  const installed = installedOf(needs.flat())
  if (missingPackages(needs, (name) => installed.has(name), () => true).length === 0) return { ok: true }
  const root = process.getuid?.() === 0
  if (root) run('apt-get', ['update', '-q'])
  const available = availableOf(needs.flat())
  const missing = missingPackages(needs, (name) => installed.has(name), (name) => available.has(name))
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=180', ...missing]
  const byHand = `sudo apt-get install --no-install-recommends ${missing.join(' ')}`
  if (root) {
    console.log(`setup: installing ${missing.join(', ')}`)
    return installAsRoot(install, byHand)
  }
  if (process.env['CI'] && spawnSync('sudo', ['-n', 'true']).status === 0) {
    run('sudo', ['-n', 'apt-get', 'update', '-q'])
    return outcome(run('sudo', ['-n', ...install]), byHand)
  }
  if (!process.stdin.isTTY || !process.stdout.isTTY) return { ok: false, why: `These system packages are missing. Run: ${byHand}` }
  console.log(`Tailpane needs these system packages: ${missing.join(', ')}`)
  if (!(await askOneKey(`Install them now with "sudo apt-get install"? [Y/n] `))) return { ok: false, why: `Nothing was installed. Run: ${byHand}` }
  return outcome(run('sudo', install), byHand)
}

/** @param {string[]} install @param {string} byHand */
function installAsRoot(install, byHand) {
  // An SSH server that a test needs must not begin to listen on the machine.
  const release = holdServices()
  try {
    return outcome(run(install[0] ?? '', install.slice(1)), byHand)
  } finally {
    release()
  }
}

/** @param {boolean} ok @param {string} byHand @returns {{ ok: true } | { ok: false, why: string }} */
function outcome(ok, byHand) {
  return ok ? { ok } : { ok, why: `The system packages could not be installed. Run: ${byHand}` }
}

/**
 * Quiet when it works, so that a person sees set-up's own lines; everything when it fails.
 * @param {string} command @param {string[]} args
 */
function run(command, args) {
  const quiet = process.getuid?.() === 0
  const result = spawnSync(command, args, {
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (result.status !== 0 && quiet) console.error(`${result.stdout ?? ''}${result.stderr ?? ''}`.trimEnd())
  return result.status === 0
}

/** @param {string[]} names @returns {Set<string>} */
function installedOf(names) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\n', ...names], { encoding: 'utf8' })
  return new Set(stdout.split('\n').flatMap((line) => (line.startsWith('installed ') ? [line.slice('installed '.length)] : [])))
}

/** @param {string[]} names @returns {Set<string>} packages with a version to install; virtual names have none */
function availableOf(names) {
  const { stdout } = spawnSync('apt-cache', ['policy', ...names], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } })
  return new Set(stdout.split(/\n(?=\S)/).flatMap((block) => (/Candidate: (?!\(none\))/.test(block) ? [block.slice(0, block.indexOf(':'))] : [])))
}
