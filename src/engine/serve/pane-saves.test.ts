import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
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
  expect(await save(saves(), log())).toEqual({ ok: true, value: { bytes: 8, missing: { stretches: 0, bytes: 0 }, hidden: 0 } })
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

describe('a whole log', () => {
  const all = (mine: PaneSaves, source: MemorySource) => mine.save({ paneId: 'p', range: null, ticket: 't' }, source)

  it('is saved byte by byte, with what no pane would show', async () => {
    const bytes = Buffer.from([0x1b, 0x5b, 0x33, 0x31, 0x6d, 0xff, 0x00, 0x0d, 0x41, 0x0a, 0x42])
    const source = new MemorySource((length) => Math.min(length, 3))
    source.append(bytes)
    expect(await all(saves(), source)).toEqual({ ok: true, value: { bytes: 11, missing: { stretches: 0, bytes: 0 }, hidden: 0 } })
    expect(readFileSync(path)).toEqual(bytes)
  })

  it('ends where the log ended when saving began', async () => {
    const source = log()
    const read = source.read.bind(source)
    source.read = (...args) => {
      source.append('later\n')
      return read(...args)
    }
    await all(saves(), source)
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n')
  })

  it('names what is gone, and where another content begins, in lines of their own', async () => {
    const source = new MemorySource()
    source.append('one\ntwo\nthree\n')
    source.lose(6, 10)
    source.begin('truncated')
    source.append('new\n')
    expect(await all(saves(), source)).toMatchObject({ ok: true, value: { missing: { stretches: 1, bytes: 4 } } })
    expect(readFileSync(path, 'utf8')).toBe(
      'one\ntw\n[4 B is gone: it was destroyed before it could be read.]\nree\n[The log was truncated here. What follows is new.]\nnew\n',
    )
  })

  it('names what a file that became shorter had', async () => {
    const source = log()
    const read = source.read.bind(source)
    source.read = async (offset, length) => (offset >= 4 ? { kind: 'bytes', bytes: Buffer.alloc(0) } : read(offset, Math.min(length, 4 - offset)))
    expect(await all(saves(), source)).toMatchObject({ ok: true, value: { missing: { stretches: 1, bytes: 4 } } })
    expect(readFileSync(path, 'utf8')).toBe('one\n[4 B is gone: it was destroyed before it could be read.]\n')
  })

  it('leaves the chosen file as it was when it is cancelled', async () => {
    const source = log()
    const mine = saves()
    const read = source.read.bind(source)
    source.read = (...args) => {
      mine.cancel('p')
      return read(...args)
    }
    expect(await all(mine, source)).toMatchObject({ ok: false, failure: { sentence: 'Saving was cancelled.' } })
    expect(readFileSync(path, 'utf8')).toBe('of the person\n')
    expect(readdirSync(folder)).toEqual(['kept.log'])
  })
})
