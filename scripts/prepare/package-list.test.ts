import { describe, expect, it } from 'vitest'
import { missingPackages, needsFor } from './package-list.mjs'

const flat = (needs: readonly (readonly string[])[]) => needs.flat()

describe('needsFor', () => {
  it('asks for a screen only where there is no display', () => {
    expect(flat(needsFor('demo', true))).not.toContain('xvfb')
    expect(flat(needsFor('demo', false))).toContain('xvfb')
  })

  it('asks for an SSH server for tests and benchmark only', () => {
    expect(flat(needsFor('start', false))).not.toContain('openssh-server')
    for (const purpose of ['test', 'bench'] as const) expect(flat(needsFor(purpose, true))).toContain('openssh-server')
  })

  it('gives tests their own screen although there is a display', () => {
    expect(flat(needsFor('test', true))).toContain('xvfb')
  })
})

describe('missingPackages', () => {
  const needs = [['libgtk-3-0t64', 'libgtk-3-0'], ['libnss3']] as const

  it('takes the name that this release has', () => {
    expect(missingPackages(needs, () => false, (name) => name !== 'libgtk-3-0t64')).toEqual(['libgtk-3-0', 'libnss3'])
    expect(missingPackages(needs, () => false, () => true)).toEqual(['libgtk-3-0t64', 'libnss3'])
  })

  it('is content with either name', () => {
    expect(missingPackages(needs, (name) => name === 'libgtk-3-0', () => true)).toEqual(['libnss3'])
    expect(missingPackages(needs, () => true, () => true)).toEqual([])
  })

  it('still names a package when the sources are not known', () => {
    expect(missingPackages(needs, () => false, () => false)).toEqual(['libgtk-3-0', 'libnss3'])
  })
})
