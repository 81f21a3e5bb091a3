import { describe, expect, it } from 'vitest'
import { MemorySource } from '../source/memory-source.test-kit'
import { readScriptCause } from './script-cause'

const LINE = 'E: Unable to locate package foo\n'
const read = (source: MemorySource) => readScriptCause(source, 100, new AbortController().signal)

describe('the cause in a log that is read in pieces', () => {
  it('is found with its line, whatever the reads return', async () => {
    const source = new MemorySource((length) => Math.ceil(length / 3))
    source.append('Reading package lists...\n'.repeat(9000) + LINE)
    expect(await read(source)).toMatchObject({ text: LINE.trim(), line: 9001, offset: 9000 * 25 })
  })

  it('is looked for in the newest epoch only', async () => {
    const source = new MemorySource()
    source.append(LINE + 'more\n')
    source.begin('rewritten')
    const start = source.size()
    source.append('ok\nE: Unable to locate package bar\n')
    expect(await read(source)).toMatchObject({ text: 'E: Unable to locate package bar', line: 2, offset: start + 3 })
  })

  it('is found at the end of a long log, whose middle is not read', async () => {
    const source = new MemorySource()
    source.append('Setting up something\n'.repeat(300_000) + LINE)
    expect(await read(source)).toMatchObject({ text: LINE.trim(), line: null, offset: 300_000 * 21 })
    expect(source.reads.reduce((sum, one) => sum + one.length, 0)).toBeLessThanOrEqual(2 * 1024 * 1024)
  })

  it('survives bytes that are gone, and is null where nothing explains it', async () => {
    const source = new MemorySource()
    source.append('x'.repeat(5000) + '\n' + LINE)
    source.lose(0, 4000)
    expect(await read(source)).toMatchObject({ text: LINE.trim() })
    const quiet = new MemorySource()
    quiet.append('all is well\n')
    expect(await read(quiet)).toBeNull()
  })
})
