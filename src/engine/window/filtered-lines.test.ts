import { afterEach, describe, expect, it, vi } from 'vitest'
import { PaneText } from '../engine.test-kit'
import { EntryFilter } from '../runs'
import { MatchFilter } from '../search'
import { MemorySource } from '../source/memory-source.test-kit'
import { FILTER_READS_BYTES, type LineFilter } from './line-filter'
import { PaneSession } from './pane-session'

const MIB = 1024 * 1024
const sessions: PaneSession[] = []
afterEach(() => sessions.splice(0).forEach((one) => one.close()))

function open(source: MemorySource, filter: LineFilter, remote = false): { pane: PaneText; session: PaneSession } {
  const pane = new PaneText()
  const session: PaneSession = new PaneSession({
    paneId: 'p',
    source,
    view: { columns: 80, windowRows: 1000, visible: true },
    resume: null,
    filter,
    remote,
    sendBatch: (batch) => {
      pane.take(batch)
      setImmediate(() => session.ack(batch.text.length))
    },
    sendStatus: (status) => (pane.status = status),
    sendMap: (map) => (pane.map = map),
    onDefect: (error) => {
      throw error
    },
  })
  sessions.push(session)
  return { pane, session }
}

function matching(text: string, context = 0): LineFilter {
  const made = MatchFilter.make({ text, caseSensitive: true, wholeWord: false, regex: false }, context)
  if (!made.ok) throw new Error(made.failure.sentence)
  return made.value
}

const soon = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 10 })
/** All of the log was looked at. */
const judged = (pane: PaneText, source: MemorySource) => soon(() => expect(pane.status?.filter).toMatchObject({ judgedBytes: source.size(), working: false }))
const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `line ${from + i}${(from + i) % 100 === 0 ? ' hundred' : ''}\n`).join('')

describe('bytes that are gone, in a filtered window', () => {
  it('are named between the lines that pass before and after them', async () => {
    const source = new MemorySource()
    source.append(numbered(0, 3000))
    const text = source.peek(0, source.size()).toString()
    const from = text.indexOf('line 1050\n')
    const to = text.indexOf('line 2050\n')
    source.lose(from, to)
    const { pane, session } = open(source, matching('hundred'))
    session.move({ kind: 'start' })
    await soon(() => expect(pane.lines.at(-1)).toBe('line 2900 hundred'))
    expect(pane.marks).toEqual(['gone'])
    const lines = pane.lines.filter((line) => line.startsWith('line'))
    expect(lines).toEqual([...Array.from({ length: 11 }, (_, i) => `line ${i * 100} hundred`), ...Array.from({ length: 9 }, (_, i) => `line ${2100 + i * 100} hundred`)])
  })

  it('do not hide what was written behind them from who follows', async () => {
    const source = new MemorySource()
    source.append(numbered(0, 500))
    source.lose(0, source.size() - 200)
    const { pane } = open(source, matching('hundred'))
    await soon(() => expect(pane.status?.condition).toBe('following'))
    source.append('one more hundred\n')
    await soon(() => expect(pane.lines.at(-1)).toBe('one more hundred'))
  })

  it('part what lies around a match on either side', async () => {
    const source = new MemorySource()
    source.append('a\nb\nneedle\nlost\nlost\nc\nd\n')
    const text = source.peek(0, source.size()).toString()
    source.lose(text.indexOf('lost'), text.indexOf('c\n'))
    const { pane, session } = open(source, matching('needle', 1))
    session.move({ kind: 'start' })
    await soon(() => expect(pane.marks).toContain('gone'))
    expect(pane.lines.slice(0, 2)).toEqual(['b', 'needle'])
    expect(pane.lines).not.toContain('d')
  })
})

it('judges a last line that is longer than a piece again when what comes after it gives it a place beside a match', async () => {
  const source = new MemorySource()
  source.append(`first needle\n${numbered(0, 10)}${'x'.repeat(0.7 * MIB)}\n`)
  const { pane } = open(source, matching('needle', 2))
  await judged(pane, source)
  source.append('last needle\n')
  await soon(() => expect(pane.lines.at(-1)).toBe('last needle'))
  expect(pane.lines.at(-2)).toMatch(/^x{1000}/)
  expect(pane.lines.at(-3)).toBe('line 9')
})

describe('a line of more than 1 MiB', () => {
  const long = (mark: string) => `${mark} ${'x'.repeat(1.5 * MIB)}`

  it('passes by its beginning, and is cut for display', async () => {
    const source = new MemorySource()
    source.append(`first needle\n${long('needle')}\nplain\nlast needle\n`)
    const { pane } = open(source, matching('needle'))
    await soon(() => expect(pane.lines).toHaveLength(3))
    await judged(pane, source)
    expect(pane.lines[0]).toBe('first needle')
    expect(pane.lines[1]).toMatch(/^needle x{1000}/)
    expect(pane.lines[1]!.length).toBeLessThan(20_000)
    expect(pane.lines[2]).toBe('last needle')
    expect(pane.offsets[2]).toBe(source.size() - 'last needle\n'.length)
  })

  it('is passed over where its beginning does not match, and what comes after it is not', async () => {
    const source = new MemorySource()
    source.append(`first needle\n${long('other')} needle\nlast needle\n`)
    const { pane } = open(source, matching('needle'))
    await judged(pane, source)
    await soon(() => expect(pane.lines).toEqual(['first needle', 'last needle']))
  })

  it('is followed while it grows, and ends as one line', async () => {
    const source = new MemorySource()
    source.append('first needle\nneedle ')
    const { pane } = open(source, matching('needle'))
    await soon(() => expect(pane.lines).toHaveLength(2))
    for (let i = 0; i < 6; i++) {
      source.append('y'.repeat(MIB / 4))
      await soon(() => expect(pane.status?.afterBytes).toBe(0))
    }
    source.append('\nplain\nlast needle\n')
    await soon(() => expect(pane.lines.at(-1)).toBe('last needle'))
    expect(pane.lines).toHaveLength(3)
    expect(pane.lines[1]).toMatch(/^needle y{1000}/)
  })
})

it('reads 64 MiB of a log on another machine, waits there, and goes on when it is told to', async () => {
  const source = new MemorySource()
  const block = Buffer.from('nothing of it is looked for\n'.repeat(9362)).subarray(0, 256 * 1024 - 1)
  source.append('the first needle\n')
  source.append(Buffer.concat(Array.from({ length: 560 }, () => Buffer.concat([block, Buffer.from('\n')]))))
  const { pane, session } = open(source, matching('needle'), true)
  await soon(() => expect(pane.status?.filter).toMatchObject({ shown: 0, waiting: true, working: false }))
  const read = pane.status!.filter!.judgedBytes
  expect(read).toBeGreaterThan(FILTER_READS_BYTES * 0.95)
  expect(read).toBeLessThan(FILTER_READS_BYTES * 1.05)
  expect(pane.lines).toEqual([])
  // What is written while it waits is shown all the same.
  source.append('a new needle\n')
  await soon(() => expect(pane.lines).toEqual(['a new needle']))
  session.filterOn(null)
  await soon(() => expect(pane.status?.filter?.judgedBytes).toBeGreaterThan(2 * FILTER_READS_BYTES * 0.95))
  await soon(() => expect(pane.status?.filter?.waiting).toBe(true))
  expect(pane.lines).toEqual(['a new needle'])
  session.filterOn(null)
  await soon(() => expect(pane.lines).toEqual(['the first needle', 'a new needle']))
  await judged(pane, source)
  expect(pane.status?.filter).toMatchObject({ waiting: false, shown: 2 })
}, 60_000)

describe('levels, in every shape that an agent log has', () => {
  const tabbed = (level: string, message: string, names = '') => `2023-03-01 10:11:12.123 [${level}]\t${names}<./agent/agent.go:232>\t(*agent).run\t${message}`
  const spaced = (level: string, message: string) => `2026-07-10 09:14:03.312 [${level}]  ${message}`
  const json = (level: string, message: string, names: string[] = []) =>
    JSON.stringify({ ts: '2026-07-10T09:14:14.943418Z', level, msg: message, caller: 'agent.go:1538', func: 'run', ...(names.length > 0 ? { logger_names: names } : {}), fields: {} })
  const coloured = (line: string) => `\x1b[0m${line.replace(/\[(\w+)\]/, '\x1b[34m[$1]\x1b[0m')}`

  async function shown(lines: readonly string[], options: Partial<ConstructorParameters<typeof EntryFilter>[0]> = {}): Promise<string[]> {
    const source = new MemorySource()
    source.append(`${lines.join('\n')}\n`)
    const { pane } = open(source, new EntryFilter({ least: 'info', network: false, fold: false, ...options }))
    await judged(pane, source)
    // eslint-disable-next-line no-control-regex -- colours are none of what is asked here
    return pane.lines.map((line) => line.replace(/\x1b\[[0-9;]*m/g, '').replace(/ {2,}|\t/g, ' '))
  }
  const words = async (...of: Parameters<typeof shown>) => (await shown(of[0], of[1])).map((line) => /(keep|drop|more)[a-z ]*$|"msg":"(keep|drop)/.exec(line)?.slice(1).find(Boolean) ?? line)

  it('by tabs, with what belongs to an entry', async () => {
    const log = [tabbed('DEBUG', 'drop'), '  more of it', tabbed('INFO', 'keep'), '  more', tabbed('INFO', 'drop', '(tailnet.wgengine)\t'), tabbed('WARN', 'keep', '(ssh-server)\t'), tabbed('CRITICAL', 'keep', '(tailnet)\t')]
    expect(await words(log)).toEqual(['keep', 'more', 'keep', 'keep'])
    expect(await words(log, { least: 'error' })).toEqual(['keep'])
    expect(await words(log, { network: true })).toHaveLength(5)
  })

  it('as JSON, one object a line', async () => {
    const log = [json('DEBUG', 'drop'), json('INFO', 'keep'), json('INFO', 'drop', ['net.tailnet']), json('ERROR', 'keep', ['net', 'tailnet']), json('FATAL', 'keep')]
    expect(await words(log)).toEqual(['keep', 'keep', 'keep'])
    expect(await words(log, { least: 'warning' })).toEqual(['keep', 'keep'])
    expect(await words([json('DEBUG', 'agent is starting now')])).toHaveLength(1)
  })

  it('in colours, as an agent writes with FORCE_COLOR', async () => {
    const log = [spaced('debu', 'drop'), spaced('info', 'keep'), '    more', spaced('warn', 'keep'), spaced('debu', 'net.tailnet: drop'), tabbed('DEBUG', 'drop'), tabbed('WARN', 'keep')].map(coloured)
    expect(await words(log)).toEqual(['keep', 'more', 'keep', 'keep'])
    expect(await words(log, { least: 'warning' })).toEqual(['keep', 'keep'])
  })

  it('in one file that was appended to over all of them', async () => {
    const log = [tabbed('DEBUG', 'drop'), spaced('debu', 'drop'), json('DEBUG', 'drop'), coloured(spaced('debu', 'drop')), tabbed('INFO', 'keep'), spaced('info', 'keep'), json('INFO', 'keep'), coloured(spaced('info', 'keep'))]
    expect(await words(log)).toEqual(['keep', 'keep', 'keep', 'keep'])
    expect(await words(['no entry at all', ...log])).toHaveLength(5)
  })

  it('leaves colours in the lines that it shows', async () => {
    const source = new MemorySource()
    source.append(`${coloured(spaced('info', 'keep'))}\n`)
    const { pane } = open(source, new EntryFilter({ least: 'info', network: false, fold: false }))
    await judged(pane, source)
    expect(pane.lines[0]).toContain('\x1b[34m[info]\x1b[0m')
  })
})

describe('what is new while a filtered pane is paused', () => {
  it('counts the lines that pass, and no others', async () => {
    const source = new MemorySource()
    source.append(numbered(0, 500))
    const { pane, session } = open(source, matching('hundred'))
    await judged(pane, source)
    session.setFollow(false)
    source.append(numbered(501, 600))
    await soon(() => expect(pane.status).toMatchObject({ condition: 'paused', sizeBytes: source.size() }))
    await judged(pane, source)
    expect(pane.status?.newLines).toBe(0)
    source.append(numbered(600, 850))
    await soon(() => expect(pane.status?.newLines).toBe(3))
    // A line counts once it has its end.
    source.append('one more hun')
    source.append('dred')
    await soon(() => expect(pane.status?.sizeBytes).toBe(source.size()))
    expect(pane.status?.newLines).toBe(3)
    source.append('\n')
    await soon(() => expect(pane.status?.newLines).toBe(4))
    session.setFilter(null, 0)
    await soon(() => expect(pane.status?.newLines).toBe(350))
    session.setFilter(matching('line 7'), 0)
    await soon(() => expect(pane.status?.newLines).toBe(100))
  })

  it('counts through what is far more than a screen', async () => {
    const source = new MemorySource()
    source.append(numbered(0, 500))
    const { pane, session } = open(source, matching('hundred'))
    await judged(pane, source)
    session.setFollow(false)
    source.append(numbered(500, 200_500))
    await soon(() => expect(pane.status?.newLines).toBe(2000))
    session.move({ kind: 'end' })
    await soon(() => expect(pane.lines.at(-1)).toBe('line 200400 hundred'))
    await soon(() => expect(pane.status?.newLines).toBe(0))
  })
})

it('says of lines which one it shows first, wherever they lie', async () => {
  const source = new MemorySource()
  source.append(numbered(0, 60_000))
  const text = source.peek(0, source.size()).toString()
  const at = (line: number) => text.indexOf(`line ${line}${line % 100 === 0 ? ' hundred' : ''}\n`)
  const { pane, session } = open(source, matching('hundred'))
  await judged(pane, source)
  expect(await session.firstShown([at(101), at(59_999), at(40_000), at(200)])).toBe(at(40_000))
  expect(await session.firstShown([at(101), at(40_000) + 3])).toBeNull()
  expect(await session.firstShown([])).toBeNull()
  session.setFilter(null, 0)
  expect(await session.firstShown([at(101), at(200)])).toBe(at(101))
})
