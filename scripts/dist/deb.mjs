import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { maintainer } from './maintainer.mjs'
import { electronNeeds } from '../prepare/package-list.mjs'
import { checkout } from '../run/checkout.cjs'

/*
 * Makes the .deb of the unpacked folder with Debian's own dpkg-deb (deb(5), deb-control(5)).
 */

const home = 'opt/Tailpane'
const sources = join(checkout, 'build', 'linux')
/** Debian's names of Node's architectures. @type {Record<string, string>} */
const architectures = { x64: 'amd64', arm64: 'arm64' }

/**
 * @param {{ unpacked: string, parts: string, work: string, output: string, version: string, arch: string, fast: boolean }} order
 * `unpacked`: the folder of the program; `parts`: where icons and licences lie; `work`: a folder to build in, made anew;
 * `output`: where the package goes; `version`: Debian's; `fast`: less tight, for tests
 * @returns {string} path of the package
 * @throws {Error} when dpkg-deb fails
 */
export function makeDeb({ unpacked, parts, work, output, version, arch, fast }) {
  const architecture = architectures[arch] ?? arch
  rmSync(work, { recursive: true, force: true })
  mkdirSync(join(work, home), { recursive: true })
  // Hard links: the program is large, and nothing changes it on the way.
  must('cp', ['-al', `${unpacked}/.`, join(work, home)])
  layOut(work, parts, version)
  const installedBytes = filesBelow(work).reduce((sum, path) => sum + statSync(path).size, 0)
  writeControl(work, { version, architecture, installedKib: Math.ceil(installedBytes / 1024) })
  for (const folder of foldersBelow(work)) chmodSync(folder, 0o755)
  const file = join(output, `tailpane_${version}_${architecture}.deb`)
  const compression = fast ? ['-Zzstd', '-z1'] : ['-Zzstd', '-z19']
  must('dpkg-deb', ['--root-owner-group', ...compression, '--build', work, file])
  rmSync(work, { recursive: true, force: true })
  return file
}

/** Everything outside the program's own folder. @param {string} work @param {string} parts @param {string} version */
function layOut(work, parts, version) {
  put(work, 'usr/bin/tailpane', readFileSync(join(sources, 'tailpane')), 0o755)
  put(work, 'usr/share/applications/tailpane.desktop', readFileSync(join(sources, 'tailpane.desktop')))
  for (const name of readdirSync(join(parts, 'icons'))) {
    const size = name.replace('.png', '')
    if (size !== '1024x1024') put(work, `usr/share/icons/hicolor/${size}/apps/tailpane.png`, readFileSync(join(parts, 'icons', name)))
  }
  put(work, 'usr/share/icons/hicolor/scalable/apps/tailpane.svg', readFileSync(join(checkout, 'build', 'icon.svg')))
  const changelog = readFileSync(join(checkout, 'CHANGELOG.md'))
  const date = /^## \S+, (\d{4}-\d\d-\d\d)/m.exec(changelog.toString('utf8'))?.[1] ?? ''
  const page = readFileSync(join(sources, 'tailpane.1'), 'utf8').replace('@VERSION@', version).replace('@DATE@', date)
  put(work, 'usr/share/man/man1/tailpane.1.gz', gzipSync(page, { level: 9 }))
  put(work, 'usr/share/doc/tailpane/changelog.gz', gzipSync(changelog, { level: 9 }))
  put(work, 'usr/share/doc/tailpane/copyright', readFileSync(join(checkout, 'LICENSE')))
  for (const name of ['THIRD-PARTY-LICENSES.txt', 'sbom.cdx.json']) symlink(work, `usr/share/doc/tailpane/${name}`, `/${home}/resources/${name}`)
}

/** @param {string} work @param {{ version: string, architecture: string, installedKib: number }} about */
function writeControl(work, { version, architecture, installedKib }) {
  const control = [
    'Package: tailpane',
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    `Maintainer: ${maintainer(process.env).line}`,
    `Installed-Size: ${installedKib}`,
    `Depends: ${['libc6', ...electronNeeds.map((names) => names.join(' | ')), 'xdg-utils'].join(', ')}`,
    'Recommends: openssh-client, libsecret-1-0',
    'Section: utils',
    'Priority: optional',
    'Description: log viewer for remote workspaces',
    ' Reads and follows the startup and agent logs of remote workspaces over SSH, and',
    ' says whether a start came up and, if not, why.',
    '',
  ]
  put(work, 'DEBIAN/control', control.join('\n'))
  const sums = filesBelow(work)
    .filter((path) => !path.startsWith(join(work, 'DEBIAN')))
    .map((path) => `${createHash('md5').update(readFileSync(path)).digest('hex')}  ${relative(work, path)}\n`)
  put(work, 'DEBIAN/md5sums', sums.join(''))
  for (const name of ['postinst', 'postrm']) {
    cpSync(join(sources, name), join(work, 'DEBIAN', name))
    chmodSync(join(work, 'DEBIAN', name), 0o755)
  }
}

/** @param {string} work @param {string} path @param {string | Uint8Array} content @param {number} [mode] */
function put(work, path, content, mode = 0o644) {
  mkdirSync(dirname(join(work, path)), { recursive: true })
  writeFileSync(join(work, path), content, { mode })
  chmodSync(join(work, path), mode)
}

/** @param {string} work @param {string} path @param {string} target */
function symlink(work, path, target) {
  mkdirSync(dirname(join(work, path)), { recursive: true })
  symlinkSync(target, join(work, path))
}

/** @param {string} folder plain files, absolute, in a fixed order */
function filesBelow(folder) {
  return below(folder).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort()
}

/** @param {string} folder with itself */
function foldersBelow(folder) {
  return [folder, ...below(folder).filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))]
}

/** @param {string} folder */
function below(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
}

/** @param {string} command @param {string[]} args */
function must(command, args) {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr.trim()}`)
}
