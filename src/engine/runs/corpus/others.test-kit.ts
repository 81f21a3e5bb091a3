import { script, start, type LabelledStart } from './start.test-kit'

const DOTFILES = '/home/kim/.local/state/dotfiles.log'
const SERVER = '/tmp/coder-script-0b1b5f0c-9d11-4e6b-9a6f-5d1c7a528f0e.log'

/** Several scripts, time limits, stops and kills, scripts that go on for ever. */
export const otherStarts: LabelledStart[] = [
  start('one of three fails while others run on', 'v2.35.1', 0, '', {
    scripts: [script(0, 'linked\n', DOTFILES, 11_202), script(3, '\nstarting\nerror: licence expired on 2026-07-01\n'), script('running', 'code-server listens on 13337\n', SERVER, 60_000)],
    outcome: 'failing',
    exitCode: 3,
    cause: 'error: licence expired on 2026-07-01',
  }),
  start('the last of three fails', 'v2.24.3', 0, '', {
    scripts: [script(0, 'linked\n', DOTFILES, 11_202), script(0, 'server is up\n', SERVER, 3000), script(100, 'E: Unable to locate package foo\n')],
    outcome: 'failed',
    exitCode: 100,
    cause: 'E: Unable to locate package foo',
  }),
  start('two fail, the first counts', 'v2.10.0', 0, '', {
    scripts: [script(7, 'curl: (7) Failed to connect to a.example port 80\n', DOTFILES, 2000), script(100, 'E: Unable to locate package foo\n')],
    outcome: 'failed',
    exitCode: 7,
    cause: 'curl: (7) Failed to connect to a.example port 80',
  }),
  start('runs in the foreground', 'v2.35.1', 'running', `
[2026-07-10T09:13:30.112Z] info  code-server 4.90.0
[2026-07-10T09:13:30.114Z] info  HTTP server listening on http://127.0.0.1:13337/
[2026-07-10T09:13:31.002Z] error  could not reach the marketplace
`),
  start('ended by its time limit', 'v2.35.1', 'timeout', `waiting for database\n`),
  start('ended by its time limit, as JSON', 'v2.35.1-json', 'timeout', `waiting for database\n`),
  start('takes longer than told', 'v0.20.0', 'timeout', `compiling\n`, { cause: null }),
  start('takes longer than told, later version', 'v2.1.5', 'timeout', `compiling\n`, { cause: null }),
  start('takes longer and comes up after all', 'v0.24.1', 'over-time', `compiling\n`, { outcome: 'ready', cause: null }),
  start('leaves its output open', 'v2.24.3', 'left-open', `server started in the background\n`),
  start('cannot be started', 'v2.35.1', 'not-started', ''),
  start('cannot be started, before v2.2', 'v0.20.0', 'not-started', ''),
  start('killed by a signal', 'v2.35.1', 'killed', 'compiling\n'),
  start('killed while it starts', 'v2.10.0', 'running', `compiling\n`, {
    outcome: 'unknown',
    after: (log) => {
      log.later(60_000)
      log.start()
    },
  }),
  start('stopped while it starts', 'v2.35.1', 'running', `compiling\n`, {
    outcome: 'unknown',
    after: (log) => {
      log.say('info', 'agent received signal', [['signal', 'terminated']])
      log.say('info', 'shutting down agent')
      log.lifecycle('shutting_down')
      log.lifecycle('off')
    },
  }),
  start('up, and stopped in the evening', 'v0.24.1', 0, `ok\n`, {
    after: (log) => {
      log.later(9 * 3_600_000)
      log.lifecycle('shutting_down')
      log.say('warn', 'shutdown script failed', [['lifecycle', 'shutdown'], ['execution_time', '1s'], ['error', 'exit status 9']])
      log.lifecycle('shutdown_error')
    },
  }),
  start('waits at a prompt', 'v2.35.1', 'running', `\nThe following packages will be removed:\n  foo\nDo you want to continue? [Y/n] `, { outcome: 'stalled' }),
]
