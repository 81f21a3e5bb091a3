import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeWhole } from './write-whole'

let dir: string
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'tailpane-whole-'))))
afterEach(() => rmSync(dir, { recursive: true }))

it('never writes into the file that is there: who reads it has the old text or the new one', () => {
  const file = join(dir, 'settings.json')
  writeFileSync(file, 'old')
  const reader = openSync(file, 'r')
  writeWhole(file, 'new')
  expect(readFileSync(reader, 'utf8')).toBe('old')
  closeSync(reader)
  expect(readFileSync(file, 'utf8')).toBe('new')
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

it('leaves nothing beside it and says so when it cannot be put in its place', () => {
  const file = join(dir, 'settings.json')
  mkdirSync(join(file, 'in the way'), { recursive: true })
  expect(() => writeWhole(file, 'new')).toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/)
  expect(readdirSync(dir)).toEqual(['settings.json'])
})
