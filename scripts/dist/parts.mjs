import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from '../run/checkout.cjs'

/**
 * @typedef {object} Part
 * @property {string} name as in the npm registry
 * @property {string} version
 * @property {string} licence an SPDX expression, as its package.json has it
 * @property {string} folder where it is installed (absolute)
 * @property {string | undefined} integrity of its tarball, as `package-lock.json` has it (Subresource Integrity)
 */

/**
 * What a package of the app is made of: all that package-lock.json has below `dependencies` and that is installed here.
 * What is only a tool's or an optional peer (`devOptional`) is not bundled. Programs for other systems are left out, since they are not installed.
 * @returns {Part[]} by name
 */
export function packagedParts() {
  /** @type {{ packages: Record<string, { version?: string, dev?: boolean, devOptional?: boolean, integrity?: string }> }} */
  const lock = JSON.parse(readFileSync(join(checkout, 'package-lock.json'), 'utf8'))
  return Object.entries(lock.packages)
    .filter(([path, { dev, devOptional }]) => path.startsWith('node_modules/') && !dev && !devOptional && existsSync(join(checkout, path, 'package.json')))
    .map(([path, { integrity }]) => {
      const folder = join(checkout, path)
      const { name, version, license, licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      return { name, version, licence: licenceOf(license ?? licenses), folder, integrity }
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'))
}

/** @param {unknown} value a string today, an object or a list of them in old packages @returns {string} */
function licenceOf(value) {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(licenceOf).join(' OR ')
  if (typeof value === 'object' && value !== null && 'type' in value) return String(value.type)
  return 'NOASSERTION'
}

/** @param {Part} part @returns {string} the text of its licence and notices; empty when it has none */
export function licenceText({ folder }) {
  return readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice)/i.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim())
    .join('\n\n')
}
