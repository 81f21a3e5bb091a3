import { describe, expect, it } from 'vitest'
import { AgentLogComposer, type PlannedScript } from './corpus/agent-log.test-kit'
import { EntryReader } from './entry-reader'
import type { Run } from './run'
import { RunTracker } from './run-tracker'
import { verdictOf } from './verdict'

/*
 * What has misled readers of agent logs before. Each log here is in the exact words of coder's source.
 */

const startup: PlannedScript = { path: '/tmp/coder-startup-script.log', text: 'x', tookMs: 4000, ends: 0 }
const NOW = Date.UTC(2026, 6, 10, 12)

function runsOf(log: string): Run[] {
  const tracker = new RunTracker()
  const reader = new EntryReader((entry) => tracker.take(entry))
  reader.feed(Buffer.from(log))
  reader.end()
  return tracker.runs
}

function at(clock: string, rest: string): string {
  return `2026-07-10 ${clock}.000 ${rest}\n`
}

const STARTED = at('09:00:00', '[info]  agent is starting now  url=https://coder.example.com/  auth=token  version=v2.35.1+8b44bd6')
const STARTING = at('09:00:01', '[debu]  set lifecycle state  current={"state":"starting","changed_at":"2026-07-10T09:00:01Z"}  last={"state":"created","changed_at":"0001-01-01T00:00:00Z"}')
const RUNNING = at('09:00:02', '[info]  running agent script  log_source_id=5d1c  log_path=/tmp/a.log  script_data_dir=/tmp/d  script="exit 0"')
const READY = at('09:00:09', '[debu]  set lifecycle state  current={"state":"ready","changed_at":"2026-07-10T09:00:09Z"}  last={"state":"starting","changed_at":"2026-07-10T09:00:01Z"}')

describe('messages that look like others', () => {
  it('do not begin a run: routines, reconnects, and what a logger or a body quotes', () => {
    const lookalikes = [
      at('09:01:00', '[debu]  starting agent routine  name="handle manifest"'),
      at('09:01:00', '[debu]  starting tailnet routine  name=coordination'),
      at('09:01:00', '[debu]  starting routine  name="send logs"'),
      at('09:01:00', '[info]  disconnected from coderd  connect_type=server_to_agent  disconnect_reason=network_error'),
      at('09:01:01', '[info]  connecting to coderd'),
      at('09:01:02', '[warn]  run exited with error  error=EOF'),
      at('09:01:03', '[info]  net.tailnet: agent is starting now'),
      at('09:01:03', '[debu]  sdk request  body="agent is starting now"'),
      at('09:01:03', '[info]  agent is starting now or later  name=x'),
      at('09:01:04', '[info]  fetched manifest'),
    ]
    const runs = runsOf(STARTED + STARTING + READY + lookalikes.join(''))
    expect(runs).toHaveLength(1)
    expect(verdictOf(runs[0]!, NOW).kind).toBe('ready')
  })

  it('end no script: only a path that is its log path counts, whole and with the right ending', () => {
    const lookalikes = [
      at('09:00:03', '[warn]  /tmp/a.log script failed  log_path=/tmp/b.log  execution_time=1s  exit_code=1'),
      at('09:00:03', '[warn]  a script failed  log_path=/tmp/a.log  execution_time=1s  exit_code=1'),
      at('09:00:03', '[info]  /tmp/a.log script failed over  log_path=/tmp/a.log'),
      at('09:00:03', '[debu]  net.tailnet: /tmp/a.log script failed  log_path=/tmp/a.log  exit_code=1'),
      at('09:00:03', '[debu]  attempted to set lifecycle state to a previous state  last=ready  current=starting'),
    ]
    const [run] = runsOf(STARTED + STARTING + RUNNING + lookalikes.join(''))
    expect(run!.scripts).toMatchObject([{ logPath: '/tmp/a.log', outcome: 'running', exitCode: null }])
    expect(verdictOf(run!, NOW).kind).toBe('starting')
  })

  it('are read to their end where a path itself says that a script failed', () => {
    const path = '/tmp/when script failed/a script completed.log'
    const [run] = runsOf(
      STARTED + STARTING + at('09:00:02', `[info]  running agent script  log_path="${path}"  script=x`) + at('09:00:05', `[info]  ${path} script completed  log_path="${path}"  execution_time=3s  exit_code=0`) + READY,
    )
    expect(run!.scripts).toMatchObject([{ logPath: path, outcome: 'completed', exitCode: 0 }])
  })
})

describe('starts that end in odd ways', () => {
  it('that took too long before v2.2 go on, and may still get ready', () => {
    const log = new AgentLogComposer('v0.24.1', Date.UTC(2026, 6, 10, 9))
    log.start()
    log.begin([startup])
    log.later(300_000)
    log.say('warn', 'script timed out', [['lifecycle', 'startup'], ['timeout', '5m0s']])
    log.lifecycle('start_timeout')
    const slow = verdictOf(runsOf(log.log)[0]!, NOW)
    expect(slow).toMatchObject({ kind: 'timed-out', why: expect.stringContaining('goes on') as string })
    log.later(60_000)
    log.say('info', 'startup script completed', [['lifecycle', 'startup'], ['execution_time', '6m0.2s'], ['exit_code', 0]])
    log.lifecycle('ready')
    expect(verdictOf(runsOf(log.log)[0]!, NOW).kind).toBe('ready')
  })

  it('that never end are told as running, however long', () => {
    const [run] = runsOf(STARTED + STARTING + RUNNING)
    expect(verdictOf(run!, NOW)).toMatchObject({ kind: 'starting', durationMs: 3 * 3_600_000 })
    expect(run!.endedMs).toBeNull()
  })

  it('with a kill and a panic leave no line: the next start ends the run before it, and nothing is a failure', () => {
    // A panic goes to stderr; where that is the same file, its text belongs to the entry before.
    const panic = 'panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation]\n\ngoroutine 286 [running]:\nmain.run(0x1)\n\tfile.go:104 +0xc5\n'
    const runs = runsOf(STARTED + STARTING + RUNNING + panic + STARTED.replace('09:00:00', '09:30:00'))
    expect(runs).toHaveLength(2)
    expect(runs[0]).toMatchObject({ end: 'lost', scripts: [{ outcome: 'lost', exitCode: null }] })
    expect(verdictOf(runs[0]!, NOW).kind).toBe('unknown')
  })
})

describe('files as they are found', () => {
  it('keep the order of their bytes where the clock was set back', () => {
    const runs = runsOf(STARTED + STARTING + READY + (STARTED + STARTING).replaceAll('09:00', '08:00'))
    expect(runs.map((run) => new Date(run.startedMs).toISOString().slice(11, 16))).toEqual(['09:00', '08:00'])
    expect(runs[0]!.endOffset).toBe(runs[1]!.offset)
    const [back] = runsOf(STARTED + STARTING + READY.replaceAll('09:00:09', '08:59:00'))
    expect(verdictOf(back!, NOW)).toMatchObject({ kind: 'ready', durationMs: 0 })
  })

  it('may hold every format one after the other', () => {
    const eras = ['v0.17.4', 'v0.20.0', 'v2.1.5', 'v2.35.1', 'v2.35.1-json', 'v2.35.1-colour'] as const
    const logs = eras.map((era, index) => {
      const log = new AgentLogComposer(era, Date.UTC(2026, 6, index + 1))
      log.start()
      log.begin([startup])
      log.end(startup, 0)
      log.finish([startup])
      return log.log
    })
    const runs = runsOf(logs.join(''))
    expect(runs.map((run) => verdictOf(run, NOW).kind)).toEqual(eras.map(() => 'ready'))
    expect(runs.map((run) => run.version?.split('+')[0])).toEqual(eras.map((era) => era.split('-')[0]))
  })

  it('may begin inside an entry, which is left out, and tell of the rest', () => {
    const whole = STARTED + STARTING + RUNNING + '    script= #!/bin/sh\n\n            agent is starting now\n' + READY
    for (const cut of [5, STARTED.length - 10, whole.indexOf('agent is starting now', STARTED.length)]) {
      const runs = runsOf(whole.slice(cut))
      expect(runs).toHaveLength(1)
      expect(runs[0]).toMatchObject({ beginning: 'mid-log', lifecycle: 'ready' })
      expect(verdictOf(runs[0]!, NOW)).toMatchObject({ kind: 'ready', durationMs: null })
    }
  })
})
