import { describe, expect, it } from 'vitest'
import { wantsWords, wordsOf } from './words'

const versions = { app: '1.2.3', electron: '45.4.1', chrome: '150.0.0.0', node: '24.1.0' }

describe('wantsWords', () => {
  it('takes the two switches before the double dash only', () => {
    expect(wantsWords(['tailpane', '--no-sandbox', '--version'])).toBe('version')
    expect(wantsWords(['tailpane', '--help', '--version'])).toBe('help')
    expect(wantsWords(['tailpane', '--', '--help'])).toBeNull()
    expect(wantsWords(['--help'])).toBeNull()
  })
})

describe('wordsOf', () => {
  it('says the versions in one line', () => {
    expect(wordsOf('version', versions)).toBe('tailpane 1.2.3 (Electron 45.4.1, Chromium 150.0.0.0, Node 24.1.0)\n')
  })

  it('names every switch that the command line knows', () => {
    for (const name of ['--demo', '--hidden', '--shot', '--user-data-dir', 'verdict', 'FILE', '--help', '--version']) {
      expect(wordsOf('help', versions)).toContain(name)
    }
  })
})
