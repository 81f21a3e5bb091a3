import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from '../run/checkout.cjs'
import { atEnd } from '../run/processes.mjs'

/**
 * @typedef {object} PackagePlace
 * @property {string} program the packaged binary (absolute)
 * @property {string} launcher what a person calls `tailpane` (absolute)
 * @property {() => string[]} remove takes the package away; returns what is wrong with the installation or is left of it, a sentence each
 */

/** What only the maintainer scripts make; where they must be gone after the removal. */
const scripted = ['/etc/apparmor.d/tailpane']
/** Where a system keeps what packages bring; the cache of set-up lies below the last and is not a package's. */
const systemFolders = ['/usr', '/opt', '/etc', '/var/lib', '/var/cache']
const notOurs = /^\/var\/cache\/tailpane(\/|$)|^\/var\/lib\/dpkg\/|^\/var\/lib\/(docker|containerd)\//

/**
 * Packs the app and installs the .deb with apt on this machine. Without the right to do that it is unpacked into a folder: then
 * the suite runs all the same, and only the maintainer scripts are not seen at work, which is said.
 * @param {string} temporary a folder of this run
 * @returns {PackagePlace}
 * @throws {Error} when it cannot be packed or installed
 */
export function packagePlace(temporary) {
  must(process.execPath, [join(checkout, 'scripts', 'dist.mjs'), '--fast'])
  const output = join(checkout, 'dist')
  const newest = readdirSync(output)
    .filter((name) => name.endsWith('.deb'))
    .map((name) => join(output, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0]
  if (newest === undefined) throw new Error('npm run dist made no .deb')
  const root = process.getuid?.() === 0 ? [] : spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : null
  return root === null ? unpacked(newest, join(temporary, 'package')) : installed(newest, root)
}

/** @param {string} deb @param {string} folder @returns {PackagePlace} */
function unpacked(deb, folder) {
  console.log('package: may not install here, so the package is only unpacked; its maintainer scripts are not run.')
  mkdirSync(folder)
  must('dpkg-deb', ['-x', deb, folder])
  const program = join(folder, 'opt/Tailpane/tailpane')
  return { program, launcher: program, remove: () => [] }
}

/** @param {string} deb @param {string[]} root what gives the right to install @returns {PackagePlace} */
function installed(deb, root) {
  const before = strays()
  apt(root, ['install', '--reinstall', '--no-install-recommends', deb])
  const remove = atEnd(() => apt(root, ['purge', 'tailpane']))
  const files = must('dpkg', ['-L', 'tailpane']).split('\n').filter((path) => path !== '' && !lstatSync(path).isDirectory())
  const wrong = wrongInstallation(files)
  return {
    program: '/opt/Tailpane/tailpane',
    launcher: '/usr/bin/tailpane',
    remove() {
      remove()
      const left = [...files, ...scripted, '/opt/Tailpane'].filter((path) => existsSync(path))
      const more = strays().filter((path) => !before.includes(path))
      return [...wrong, ...new Set([...left, ...more].map((path) => `${path} is left after the removal.`))]
    },
  }
}

/** @param {string[]} files all that the package has put there @returns {string[]} */
function wrongInstallation(files) {
  const wrong = []
  const { mode, uid } = statSync('/opt/Tailpane/chrome-sandbox')
  if ((mode & 0o7777) !== 0o4755 || uid !== 0) wrong.push(`chrome-sandbox has the rights ${(mode & 0o7777).toString(8)} of user ${uid}, not 4755 of root.`)
  const parser = spawnSync('apparmor_parser', ['--skip-kernel-load', '--debug', '/opt/Tailpane/resources/apparmor-profile'])
  if (parser.status === 0 && !existsSync('/etc/apparmor.d/tailpane')) wrong.push('The AppArmor profile is not installed.')
  for (const path of files) {
    const about = lstatSync(path)
    if (about.uid !== 0 || (!about.isSymbolicLink() && (about.mode & 0o022) !== 0)) wrong.push(`${path} may be written by others than root.`)
  }
  const cache = '/usr/share/applications/mimeinfo.cache'
  if (existsSync(cache) && !readFileSync(cache, 'utf8').includes('x-scheme-handler/tailpane=tailpane.desktop')) {
    wrong.push('The desktop was not told that Tailpane opens tailpane:// links.')
  }
  return wrong
}

/** Whatever bears the app's name in the system's own folders. */
function strays() {
  const found = spawnSync('find', [...systemFolders.filter((path) => existsSync(path)), '-xdev', '-iname', '*tailpane*'], { encoding: 'utf8', maxBuffer: 1 << 26 })
  return found.stdout.split('\n').filter((path) => path !== '' && !path.startsWith(checkout) && !notOurs.test(path))
}

/** @param {string[]} root @param {string[]} words */
function apt(root, words) {
  const [command = 'apt-get', ...args] = [...root, 'apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=180', '-o', 'APT::Sandbox::User=root', ...words]
  must(command, args, { ...process.env, DEBIAN_FRONTEND: 'noninteractive' })
}

/** @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} [env] @returns {string} its output */
function must(command, args, env = process.env) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', env, maxBuffer: 1 << 26 })
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} failed: ${error?.message ?? `${stdout.slice(-2000)}\n${stderr.slice(-2000)}`}`)
  return stdout
}
