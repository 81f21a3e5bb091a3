import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Entry } from './entry'
import { EntryReader } from './entry-reader'
import { AgentLogComposer, type Era } from './corpus/agent-log.test-kit'

function read(text: string | Buffer, cuts: readonly number[] = []): Entry[] {
  const bytes = Buffer.from(text)
  const entries: Entry[] = []
  const reader = new EntryReader((entry) => entries.push(entry))
  let from = 0
  for (const cut of [...cuts, bytes.length].sort((a, b) => a - b)) {
    reader.feed(bytes.subarray(from, cut))
    from = cut
  }
  reader.end()
  return entries
}

const START = '2026-07-10 09:13:21.907 [info]  agent is starting now  url=https://coder.example.com/  auth=token  version=v2.2.0+d1a1b2c\n'

it('reads quoted values, raw JSON and blocks of several lines', () => {
  const [entry] = read(
    `2026-07-10 09:14:03.312 [warn]  /tmp/a b.log script failed  log_path="/tmp/a b.log"  note="x  y=\\"1\\"\\n\\x41"  exit_code=255  json={"a":"}  b=2"} ...\n    error= script timed out:\n               agentscripts.init\n\n               tail\n`,
  )
  expect(entry).toMatchObject({ offset: 0, timeMs: Date.UTC(2026, 6, 10, 9, 14, 3, 312), level: 'warn', message: '/tmp/a b.log script failed' })
  expect(Object.fromEntries(entry!.fields)).toEqual({
    log_path: '/tmp/a b.log',
    note: 'x  y="1"\nA',
    exit_code: '255',
    json: '{"a":"}  b=2"}',
    error: 'script timed out:\n    agentscripts.init\n\n    tail',
  })
})

it('reads the tabbed shape, names of loggers and quoted messages among it', () => {
  const [first, second] = read(
    '2023-03-22 07:59:21.733 [WARN]\t<./agent/agent.go:358>\t(*agent).run.func2\tstartup script failed\t{"execution_time": "41.2s"} ...\n  "error": run:\n             - exit status 100\n' +
      '2023-03-22 07:59:21.733 [DEBUG]\t(ssh-server)\t<./agent/agent.go:261>\tf\t"set lifecycle state"\t{"state": "start_error", "last": "starting"}\n',
  )
  expect(first).toMatchObject({ level: 'warn', message: 'startup script failed' })
  expect(Object.fromEntries(first!.fields)).toEqual({ execution_time: '41.2s', error: 'run:\n  - exit status 100' })
  expect(second).toBeUndefined()
})

it('reads the JSON sink, errors as lists of causes', () => {
  const [entry] = read(
    '{"ts":"2026-07-10T09:14:14.943418Z","level":"WARN","msg":"startup script(s) failed","caller":"a.go:1","func":"f","fields":{"error":[{"msg":"run agent script \\"5d1c\\"","fun":"f","loc":"l"},"exit status 100"]}}\n',
  )
  expect(entry).toMatchObject({ timeMs: Date.UTC(2026, 6, 10, 9, 14, 14, 943), message: 'startup script(s) failed' })
  expect(entry!.fields.get('error')).toBe('run agent script "5d1c": exit status 100')
})

it('begins entries only where a line begins with a time and a level', () => {
  const indented = START + '    script= #!/bin/sh\n\n            2026-07-10 09:13:21.907 [info]  agent is starting now\n' + 'rest of a line  agent is starting now\n'
  expect(read(indented)).toHaveLength(1)
  expect(read(`ing now  auth=token\n    error= x\n${START}`).map((one) => one.offset)).toEqual([33])
})

it('gives back the offsets of entries after characters of several bytes, and the time before each', () => {
  const chatter = '2026-07-10 09:13:20.000 [debu]  net.tailnet: ✓ カート\n'
  const [entry] = read(chatter + START)
  expect(entry).toMatchObject({ offset: Buffer.byteLength(chatter), previousMs: Date.UTC(2026, 6, 10, 9, 13, 20) })
})

it('cuts lines without end and goes on after them', () => {
  const long = `2026-07-10 09:13:20.000 [debu]  sdk request  body="${'x'.repeat(300_000)}"\n`
  expect(read(long + START, [1000, 70_000, 200_000])).toHaveLength(1)
  expect(read('y'.repeat(200_000))).toEqual([])
})

it('does not depend on how the bytes are cut, in any shape', () => {
  const eras: Era[] = ['v0.20.0', 'v2.35.1', 'v2.35.1-json', 'v2.35.1-colour']
  for (const era of eras) {
    const log = new AgentLogComposer(era, Date.UTC(2026, 6, 10))
    log.start()
    log.chatter()
    log.begin([{ path: '/tmp/ü.log', text: 'echo ✓\n\nexit 3', tookMs: 10, ends: 3 }])
    const whole = read(log.log)
    expect(whole.length).toBeGreaterThan(2)
    fc.assert(fc.property(fc.array(fc.nat(log.log.length), { maxLength: 8 }), (cuts) => {
      expect(read(log.log, cuts)).toEqual(whole)
    }), { numRuns: 50 })
  }
})

it('never throws, whatever it is fed', () => {
  const pieces = fc.constantFrom(START, '\n', '\x1b[0m', '{"ts":"', '"msg":"set lifecycle state"}', ' script failed ', '2026-07-10 09:13:21.907 [', '\t', '  error="', '\\', 'x')
  fc.assert(fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => void read(parts.join(''))))
})
