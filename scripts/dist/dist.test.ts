import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkout } from '../run/checkout.cjs'
import { fusesWanted } from './fuses.mjs'
import { licencesOf } from './licences.mjs'
import { packagedParts } from './parts.mjs'
import { maintainer } from './maintainer.mjs'
import { refusals } from './release-rules.mjs'
import { packageVersion } from './runtime.mjs'
import { billOfMaterials } from './sbom.mjs'

describe('a release', () => {
  const good = { version: '1.2.3', standIn: false, maintained: true, changelog: '# Changelog\n\n## 1.2.3, 2026-01-01\n', changes: '' }

  it('may be made of a clean checkout on the declared Electron', () => expect(refusals(good)).toEqual([]))

  it.each([{ standIn: true }, { maintained: false }, { version: '1.2' }, { version: '1.2.4' }, { changes: ' M README.md' }])('is refused with %j', (change) => {
    expect(refusals({ ...good, ...change })).toHaveLength(1)
  })
})

it('names who answers for a package, and otherwise that nobody does', () => {
  expect(maintainer({ DEBFULLNAME: 'Kim Lee', DEBEMAIL: 'kim@example.com' })).toEqual({ line: 'Kim Lee <kim@example.com>', named: true })
  for (const env of [{}, { DEBFULLNAME: 'Kim' }, { DEBFULLNAME: 'Kim', DEBEMAIL: 'kim@x>\nSection: y' }]) expect(maintainer(env)).toMatchObject({ line: expect.stringMatching(/^[^\n]+ <nobody@tailpane\.invalid>$/), named: false })
})

it('orders a stand-in and a preview before the version that they come before', () => {
  expect(packageVersion('1.2.3', false)).toBe('1.2.3')
  expect(packageVersion('1.2.3', true)).toBe('1.2.3~standin')
  expect(packageVersion('1.2.3-rc.1', true)).toBe('1.2.3~rc.1~standin')
})

it('wants the same fuses as it has set', () => {
  const text = readFileSync(join(checkout, 'build', 'electron-builder.cjs'), 'utf8')
  const set = [...(/electronFuses: \{([^}]*)\}/.exec(text)?.[1] ?? '').matchAll(/: (true|false),/g)].map(([, value]) => value === 'true')
  expect(set).toEqual(Object.values(fusesWanted))
})

describe('the parts of a package', () => {
  const parts = packagedParts()

  it('are what the app depends on, with versions and licences, and no tool', () => {
    const names = parts.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['react', 'ssh2', '@xterm/xterm', 'valibot']))
    for (const tool of ['vite', 'electron-builder', 'typescript', '@playwright/test']) expect(names).not.toContain(tool)
    expect(parts.filter(({ licence, version }) => licence === 'NOASSERTION' || !version)).toEqual([])
  })

  it('have the text of their licences in one file', () => {
    const text = licencesOf(parts)
    for (const { name, version } of parts) expect(text).toContain(`${name} ${version} (`)
    expect(text).toContain('Permission is hereby granted')
  })

  it('stand in a bill that is the same for the same parts', () => {
    const app = { name: 'tailpane', version: '1.2.3' }
    const bill = billOfMaterials(app, parts, { version: '45.4.1', standIn: false })
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5', metadata: { component: { name: 'tailpane', version: '1.2.3' } } })
    expect(bill.components.map(({ name }) => name)).toEqual(['electron', ...parts.map(({ name }) => name)])
    expect(bill.components.find(({ name }) => name === 'react')).toMatchObject({ purl: expect.stringMatching(/^pkg:npm\/react@/), hashes: [{ alg: 'SHA-512' }] })
    expect(billOfMaterials(app, parts, { version: '45.4.1', standIn: false }).serialNumber).toBe(bill.serialNumber)
    expect(bill.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-/)
  })
})
