/*
 * `npm run dist`: builds the app and packs it into dist/. On Linux the unpacked folder and a .deb, elsewhere the unpacked folder;
 * other targets are named: `npm run dist -- AppImage`. `--fast` compresses less tightly.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Platform, build } from 'electron-builder'
import { cleanRuntime, packageRuntime, packageVersion } from './dist/runtime.mjs'
import { licencesOf } from './dist/licences.mjs'
import { makeDeb } from './dist/deb.mjs'
import { packagedParts } from './dist/parts.mjs'
import { billOfMaterials } from './dist/sbom.mjs'
import { wrongFuses } from './dist/fuses.mjs'
import { buildIfStale } from './run/build-if-stale.mjs'
import { checkout } from './run/checkout.cjs'
import { hasDisplay, startScreen } from './run/display.mjs'
import { atEnd, run } from './run/processes.mjs'
import { electronPath } from './electron-path.mjs'

const output = join(checkout, 'dist')
const parts = join(output, '.parts')
const unpacked = join(output, 'linux-unpacked')
const iconSizes = [16, 24, 32, 48, 64, 96, 128, 256, 512, 1024]
/** A package may not be larger than this (bytes). */
const mostBytes = 110 * 1000 * 1000

/** @returns {Promise<number>} exit code */
async function main() {
  const args = process.argv.slice(2)
  const fast = args.includes('--fast')
  const linux = process.platform === 'linux'
  const named = args.filter((arg) => !arg.startsWith('-'))
  const targets = named.length > 0 ? named : linux ? ['dir', 'deb'] : ['dir']
  if (!(await buildIfStale())) return 1
  const runtime = packageRuntime()
  const { name, version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'))
  const shown = packageVersion(version, runtime.standIn)
  mkdirSync(parts, { recursive: true })
  const made = packagedParts()
  writeFileSync(join(parts, 'THIRD-PARTY-LICENSES.txt'), licencesOf(made))
  writeFileSync(join(parts, 'sbom.cdx.json'), `${JSON.stringify(billOfMaterials({ name, version: shown }, made, runtime), null, 2)}\n`)
  if (!(await drawIcons())) return 1
  await pack(targets.filter((target) => target !== 'deb'), runtime)
  if (linux) {
    const wrong = await wrongFuses(join(unpacked, 'tailpane'))
    if (wrong.length > 0) return refuse(wrong.join('\n'))
  }
  if (targets.includes('deb')) {
    const file = makeDeb({ unpacked, parts, work: join(output, '.deb'), output, version: shown, arch: process.arch, fast })
    const { size } = statSync(file)
    console.log(`dist: ${file.slice(checkout.length + 1)}, ${(size / 1e6).toFixed(1)} MB`)
    if (size > mostBytes && !fast) return refuse(`The package is larger than ${mostBytes / 1e6} MB.`)
  }
  return 0
}

/** @param {string[]} targets @param {import('./dist/runtime.mjs').Runtime} runtime */
async function pack(targets, runtime) {
  const platform = Platform.current()
  /** @type {import('electron-builder').Configuration} */
  const configuration = createRequire(import.meta.url)('../build/electron-builder.cjs')
  rmSync(unpacked, { recursive: true, force: true })
  await build({
    projectDir: checkout,
    targets: platform.createTarget(targets.length > 0 ? targets : ['dir']),
    publish: 'never',
    config: {
      ...configuration,
      // Targets for this machine take the Electron that set-up has prepared; it is not fetched a second time.
      electronDist: runtime.folder,
      electronVersion: runtime.version,
      extraMetadata: { desktopName: 'tailpane.desktop' },
      afterPack: ({ appOutDir }) => Promise.resolve(cleanRuntime(appOutDir)),
    },
  })
}

/** Drawn by Electron itself, when the drawing is newer than they are. @returns {Promise<boolean>} */
async function drawIcons() {
  const svg = join(checkout, 'build', 'icon.svg')
  const folder = join(parts, 'icons')
  const last = join(folder, `${iconSizes.at(-1)}x${iconSizes.at(-1)}.png`)
  if (existsSync(last) && statSync(last).mtimeMs > statSync(svg).mtimeMs) return true
  const env = { ...process.env }
  if (!hasDisplay()) {
    const screen = await startScreen()
    if (!screen.ok) return refuse(screen.why) === 0
    atEnd(screen.stop)
    env['DISPLAY'] = screen.display
  }
  // The drawing is our own; root has no sandbox to draw it in.
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [...root, join(checkout, 'scripts', 'dist', 'draw-icons'), `--svg=${svg}`, `--to=${folder}`, `--sizes=${iconSizes.join(',')}`]
  let errors = ''
  const { code } = await run(electronPath().path, args, { env, boundMs: 60_000, onStderr: (text) => void (errors += text) })
  return code === 0 || refuse(`The icons could not be drawn (exit code ${code}).\n${errors}`) === 0
}

/** @param {string} why */
function refuse(why) {
  console.error(`dist: ${why}`)
  return 1
}

process.exit(await main())
