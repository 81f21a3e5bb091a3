import { expect, test } from 'vitest'
import { composeEntry, goDuration, rotatedLogName } from './agent-log'
import * as entries from './agent-entries'

const AT = Date.UTC(2026, 6, 10, 9, 14, 3, 312)
const SCRIPT = { id: '5d1c7a52-8f0e-4e6b-9a6f-0b1b5f0c9d11', logPath: '/tmp/coder-startup-script.log' }

test('values are quoted where the agent quotes them', () => {
  const entry = composeEntry({
    atMs: AT,
    level: 'error',
    logger: 'ssh-server',
    message: 'magicsock: left as it is "so"',
    fields: [
      ['bare', '[fd7a::1]:22'],
      ['spaced', 'two words'],
      ['quote', 'say "hi"'],
      ['tab', 'a\tb\u0001'],
      ['empty', ''],
      ['nothing', null],
      ['count', 3],
      ['object', { json: { a: 'b c' } }],
      ['printable', 'naïve日本'],
    ],
  })
  expect(entry).toBe(
    '2026-07-10 09:14:03.312 [erro]  ssh-server: magicsock: left as it is "so"  bare=[fd7a::1]:22  spaced="two words"' +
      '  quote="say \\"hi\\""  tab="a\\tb\\x01"  empty=""  nothing=<nil>  count=3  object={"a":"b c"}  printable=naïve日本\n',
  )
})

test('the first value with a line break becomes a block whose empty lines stay empty', () => {
  expect(composeEntry(entries.runningScript(AT, SCRIPT, '#!/usr/bin/env bash\nset -euo pipefail\n\nsudo apt-get update\n'))).toBe(
    [
      '2026-07-10 09:14:03.312 [info]  running agent script  log_source_id=5d1c7a52-8f0e-4e6b-9a6f-0b1b5f0c9d11  log_path=/tmp/coder-startup-script.log  script_data_dir=/tmp/coder-script-data/5d1c7a52-8f0e-4e6b-9a6f-0b1b5f0c9d11 ...',
      '    script= #!/usr/bin/env bash',
      '            set -euo pipefail',
      '',
      '            sudo apt-get update',
      '',
    ].join('\n'),
  )
})

test('a failed start ends in the entries that Coder v2.35 writes', () => {
  const failed = composeEntry(entries.scriptFailed(AT, SCRIPT, 41_208.102, 100))
  expect(failed).toBe(
    '2026-07-10 09:14:03.312 [warn]  /tmp/coder-startup-script.log script failed  log_source_id=5d1c7a52-8f0e-4e6b-9a6f-0b1b5f0c9d11  log_path=/tmp/coder-startup-script.log  script_data_dir=/tmp/coder-script-data/5d1c7a52-8f0e-4e6b-9a6f-0b1b5f0c9d11  execution_time=41.208102s  exit_code=100  error="exit status 100"\n',
  )
  expect(composeEntry(entries.startupScriptsFailed(AT, SCRIPT, 100))).toBe(
    [
      '2026-07-10 09:14:03.312 [warn]  startup script(s) failed ...',
      '    error= run agent script "5d1c7a52-8f0e-4e6b-9a6f-0b1b5f0c9d11":',
      '               github.com/coder/coder/v2/agent/agentscripts.(*Runner).Execute.func2',
      '                   /home/runner/actions-runner/_work/coder/coder/agent/agentscripts/agentscripts.go:228',
      '             - exit status 100',
      '',
    ].join('\n'),
  )
})

test('lifecycle states carry their times to the microsecond', () => {
  const starting = { state: 'starting', atMs: Date.UTC(2026, 6, 10, 9, 13, 22, 102) + 0.5 } as const
  expect(composeEntry(entries.lifecycleSet(starting, { state: 'created', atMs: null }))).toBe(
    '2026-07-10 09:13:22.102 [debu]  set lifecycle state  current={"state":"starting","changed_at":"2026-07-10T09:13:22.102500Z"}  last={"state":"created","changed_at":"0001-01-01T00:00:00Z"}\n',
  )
  expect(composeEntry(entries.lifecycleReported(AT, starting, false))).toContain(
    'reporting lifecycle state  payload="lifecycle:{state:STARTING changed_at:{seconds:1783674802 nanos:102500000}}"\n',
  )
})

test('the start entry names the server as a JSON object', () => {
  expect(composeEntry(entries.agentStarting(AT, 'coder.example.com'))).toMatch(
    /\[info\] {2}agent is starting now {2}url=\{"Scheme":"https".*"Host":"coder\.example\.com".*\} {2}auth=token {2}version=v2\.35\.1\+8b44bd6\n$/,
  )
})

test.each([
  [812.4, '812.4ms'],
  [100, '100ms'],
  [41_208.102, '41.208102s'],
  [60_000, '1m0s'],
  [310_000.412, '5m10.000412s'],
  [3_725_500, '1h2m5.5s'],
])('%d ms are %s', (ms, text) => {
  expect(goDuration(ms)).toBe(text)
})

test('a rotated log is named after the time in UTC', () => {
  expect(rotatedLogName(Date.UTC(2026, 4, 17, 20, 0, 0, 0))).toBe('coder-agent-2026-05-17T20-00-00.000.log')
})
