import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from './checkout.cjs'
import { run } from './processes.mjs'

const products = ['out/main/index.js', 'out/preload/index.js', 'out/renderer/index.html']
const stamp = join(checkout, 'out', '.built-from')

/**
 * Builds the app when its sources have changed since the last build that this function made.
 * @returns {Promise<boolean>} false when the build failed; it has told why
 */
export async function buildIfStale() {
  const sources = fingerprint()
  if (products.every((path) => existsSync(join(checkout, path))) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return true
  let output = ''
  const keep = (/** @type {string} */ text) => void (output += text)
  console.log('building the app')
  const { code } = await run(process.execPath, [join(checkout, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'], {
    cwd: checkout,
    onStdout: keep,
    onStderr: keep,
  })
  const missing = products.filter((path) => !existsSync(join(checkout, path)))
  if (code !== 0 || missing.length > 0) {
    console.error(output.trimEnd())
    console.error(missing.length > 0 ? `The build did not make ${missing.join(', ')}.` : `The build failed (exit code ${code}).`)
    return false
  }
  writeFileSync(stamp, sources)
  return true
}

/** Name, size and time of change of every source; reading them all would take longer than it is worth. */
function fingerprint() {
  const hash = createHash('sha256')
  const roots = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json']
  const below = readdirSync(join(checkout, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  for (const path of [...roots.map((name) => join(checkout, name)), ...below].sort()) {
    const { size, mtimeMs } = statSync(path)
    hash.update(`${path.slice(checkout.length)} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}
