import { createHash } from 'node:crypto'

/** @typedef {import('./parts.mjs').Part} Part */

/**
 * The bill of materials as CycloneDX 1.5 JSON (https://cyclonedx.org/docs/1.5/json/). The serial number follows from the content,
 * so that the same package has the same bill.
 * @param {{ name: string, version: string }} app @param {readonly Part[]} parts @param {{ version: string, standIn: boolean }} electron
 */
export function billOfMaterials(app, parts, electron) {
  const components = [
    {
      type: 'framework',
      'bom-ref': `pkg:npm/electron@${electron.version}`,
      name: 'electron',
      version: electron.version,
      purl: `pkg:npm/electron@${electron.version}`,
      licenses: [{ expression: 'MIT' }],
      ...(electron.standIn ? { description: 'An older Electron that stands in; this package is for tests only.' } : {}),
    },
    ...parts.map(({ name, version, licence, integrity }) => {
      const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
      const hash = /^sha512-(.+)$/.exec(integrity ?? '')?.[1]
      return {
        type: 'library',
        'bom-ref': purl,
        name,
        version,
        purl,
        ...(licence === 'NOASSERTION' ? {} : { licenses: [{ expression: licence }] }),
        ...(hash === undefined ? {} : { hashes: [{ alg: 'SHA-512', content: Buffer.from(hash, 'base64').toString('hex') }] }),
      }
    }),
  ]
  const main = { type: 'application', 'bom-ref': 'tailpane', name: app.name, version: app.version, licenses: [{ expression: 'MIT' }] }
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([main, components]))}`,
    version: 1,
    metadata: { component: main },
    components,
  }
}

/** A UUID of version 5 form (RFC 9562) from a hash of the content. @param {string} content */
function uuidOf(content) {
  const hash = createHash('sha1').update(content).digest()
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  return hash.subarray(0, 16).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
