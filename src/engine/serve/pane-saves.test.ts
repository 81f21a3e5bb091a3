import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { MemorySource } from '../source/memory-source.test-kit'
import { SftpError } from '../ssh'
import { PaneSaves } from './pane-saves'

const folder = mkdtempSync(join(tmpdir(), 'tailpane-saves-'))
const path = join(folder, 'kept.log')
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(() => writeFileSync(path, 'of the person\n'))

const range = { from: { offset: 0, cell: 0 }, to: { offset: Number.MAX_SAFE_INTEGER, cell: null }, columns: 80 }

function log(): MemorySource {
  const source = new MemorySource()
  source.append('one\ntwo\n')
  return source
}

const save = (saves: PaneSaves, source: MemorySource) => saves.save({ paneId: 'p', range, ticket: 't' }, source)
const saves = (): PaneSaves => new PaneSaves({ fileOf: () => path, told: () => {} })

it('puts the text in the place of the chosen file', async () => {
  expect(await save(saves(), log())).toEqual({ ok: true, value: { bytes: 8 } })
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n')
  expect(readdirSync(folder)).toEqual(['kept.log'])
})

it('leaves the chosen file as it was when the connection goes, and nothing beside it', async () => {
  const source = log()
  source.read = () => Promise.reject(new SftpError('lost', 'gone'))
  expect(await save(saves(), source)).toMatchObject({ ok: false, failure: { sentence: 'The connection was lost while saving.' } })
  expect(readFileSync(path, 'utf8')).toBe('of the person\n')
  expect(readdirSync(folder)).toEqual(['kept.log'])
})

it('leaves it as it was when it is cancelled', async () => {
  const source = log()
  const mine = saves()
  const read = source.read.bind(source)
  source.read = (...args) => {
    mine.cancel('p')
    return read(...args)
  }
  expect(await save(mine, source)).toMatchObject({ ok: false, failure: { sentence: 'Saving was cancelled.' } })
  expect(readFileSync(path, 'utf8')).toBe('of the person\n')
  expect(readdirSync(folder)).toEqual(['kept.log'])
})
