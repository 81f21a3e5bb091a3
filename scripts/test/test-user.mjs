import { spawnSync } from 'node:child_process'
import { chownSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { checkout } from '../run/checkout.cjs'
import { atEnd } from '../run/processes.mjs'

/** Electron's sandbox does not start as root, so a test run that was started as root goes on as this user. */
const userName = 'tailpane-test'

/**
 * @typedef {object} TestPlace
 * @property {string} checkout the checkout in which the suites run
 * @property {string} node a Node that the user may execute
 * @property {string} temporary an empty folder of the user's own, gone after the run
 * @property {string} home
 * @property {string} [user] this and the next two only where the run changes its user
 * @property {number} [uid]
 * @property {number} [gid]
 */

/**
 * Decides who runs the suites and where, and makes that user and place as needed.
 * @returns {TestPlace}
 * @throws {Error} when the user cannot be made
 */
export function testPlace() {
  const temporary = mkdtempSync(join(tmpdir(), 'tp-'))
  atEnd(() => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 }))
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return { checkout, node: process.execPath, temporary, home: process.env['HOME'] ?? '' }
  const user = ensureUser()
  chownSync(temporary, user.uid, user.gid)
  const place = { checkout, node: process.execPath, temporary, user: userName, ...user }
  if (!may(user, process.execPath, ['--version'])) {
    place.node = join(temporary, 'bin', 'node')
    mkdirSync(join(temporary, 'bin'))
    copyFileSync(process.execPath, place.node)
  }
  if (!may(user, place.node, ['-e', `require(${JSON.stringify(join(checkout, 'node_modules/vitest/package.json'))})`])) {
    place.checkout = copyOfCheckout(temporary, user)
  }
  return place
}

/** @returns {{ uid: number, gid: number, home: string }} */
function ensureUser() {
  const found = readUser()
  if (found) return found
  // A real shell and the password '*' (none, yet not locked): sshd then takes the user's keys.
  const args = ['--system', '--user-group', '--create-home', '--home-dir', `/home/${userName}`, '--shell', '/bin/bash', '--password', '*', userName]
  const { status, stderr } = spawnSync('useradd', args, { encoding: 'utf8' })
  const made = readUser()
  if (!made) throw new Error(`The user ${userName} could not be made (${status}): ${stderr}`)
  console.log(`Running as root: made the user ${userName}, as whom the tests run.`)
  return made
}

/** passwd(5): name, password, uid, gid, comment, home, shell. */
function readUser() {
  const fields = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name]) => name === userName)
  return fields && { uid: Number(fields[2]), gid: Number(fields[3]), home: fields[5] ?? '/' }
}

/** @param {{ uid: number, gid: number, home: string }} user @param {string} command @param {string[]} args */
function may(user, command, args) {
  const { uid, gid, home } = user
  return spawnSync(command, args, { uid, gid, cwd: '/', env: { HOME: home, PATH: process.env['PATH'] }, stdio: 'ignore' }).status === 0
}

/**
 * Where the user cannot look into the checkout (below /root, say), the suites run in a copy.
 * @param {string} temporary @param {{ uid: number, gid: number }} user
 */
function copyOfCheckout(temporary, { uid, gid }) {
  const copy = join(temporary, basename(checkout))
  mkdirSync(copy)
  const left = ['.git', 'artifacts', 'dist']
  const entries = readdirSync(checkout).filter((name) => !left.includes(name))
  const copied = spawnSync('cp', ['-a', ...entries.map((name) => join(checkout, name)), copy], { stdio: ['ignore', 'inherit', 'inherit'] })
  const given = spawnSync('chown', ['-R', `${uid}:${gid}`, copy])
  if (copied.status !== 0 || given.status !== 0) throw new Error(`The checkout could not be copied to ${copy}`)
  console.log(`The user ${userName} cannot read ${checkout}: the tests run in a copy.`)
  return copy
}
