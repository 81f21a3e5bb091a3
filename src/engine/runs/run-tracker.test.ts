import { describe, expect, it } from 'vitest'
import { AgentLogComposer, type PlannedScript } from './corpus/agent-log.test-kit'
import { agentState } from './agent-state'
import { EntryReader } from './entry-reader'
import type { Run } from './run'
import { RunTracker } from './run-tracker'
import { verdictOf } from './verdict'

const NOW = Date.UTC(2026, 6, 10, 12)
const startup: PlannedScript = { path: '/tmp/coder-startup-script.log', text: 'x\ny', tookMs: 4000, ends: 0 }

function runsOf(log: string): Run[] {
  const tracker = new RunTracker()
  const reader = new EntryReader((entry) => tracker.take(entry))
  reader.feed(Buffer.from(log))
  reader.end()
  return tracker.runs
}

function composed(act: (log: AgentLogComposer) => void): Run[] {
  const log = new AgentLogComposer('v2.35.1', Date.UTC(2026, 6, 10, 9))
  act(log)
  return runsOf(log.log)
}

function up(log: AgentLogComposer, scripts: readonly PlannedScript[] = [startup]): void {
  log.start()
  log.begin(scripts)
  log.later(4000)
  scripts.forEach((script, index) => log.end(script, index))
  log.finish(scripts)
}

describe('runs', () => {
  it('begin with a start only, not with a reconnection or a routine', () => {
    const runs = composed((log) => {
      up(log)
      for (let i = 0; i < 3; i++) {
        log.say('info', 'disconnected from coderd')
        log.connect()
        log.say('debug', 'starting agent routine', [['name', 'handle manifest']])
        log.say('debug', 'starting tailnet routine', [['name', 'coordination']])
      }
    })
    expect(runs).toHaveLength(1)
    expect(runs[0]).toMatchObject({ beginning: 'agent-start', version: 'v2.35.1+8b44bd6', lifecycle: 'ready', endedMs: null })
  })

  it('end without a word where the agent was killed, at the time of its last entry', () => {
    let lastMs = 0
    const [first, second] = composed((log) => {
      log.start()
      log.begin([startup])
      log.later(5000)
      log.chatter()
      lastMs = log.nowMs - 1
      log.later(60_000)
      log.start()
    })
    expect(first).toMatchObject({ end: 'lost', endedMs: lastMs, endOffset: second!.offset })
    expect(first!.scripts[0]).toMatchObject({ outcome: 'lost', endedMs: null })
    expect(verdictOf(first!, NOW)).toMatchObject({ kind: 'unknown', why: expect.stringContaining('without a word while coder-startup-script.log was running') as string })
  })

  it('begin anew in the same process when a prebuilt workspace is claimed', () => {
    const runs = composed((log) => {
      up(log)
      log.say('info', 'agent received instruction to reinitialize', [['workspace_id', 'x'], ['reason', 'prebuild_claimed']])
      log.say('info', 'agent reinitializing')
      log.begin([{ ...startup, ends: 5 }])
      log.end({ ...startup, ends: 5 }, 0)
    })
    expect(runs.map(({ beginning, end }) => ({ beginning, end }))).toEqual([
      { beginning: 'agent-start', end: 're-init' },
      { beginning: 're-init', end: null },
    ])
    expect(verdictOf(runs[1]!, NOW)).toMatchObject({ kind: 'failed', exitCode: 5 })
  })

  it('do not turn bad when a script fails that runs by its schedule', () => {
    const cron = { ...startup, path: '/tmp/cron.log', ends: 9 }
    const [run] = composed((log) => {
      up(log, [startup, { ...startup, path: '/tmp/cron.log' }])
      log.say('info', 'running agent script', [['log_source_id', '5d1c7a52-8f0e-4e6b-9a6f-0b1b5f0c9d11'], ['log_path', cron.path]])
      log.end(cron, 1)
    })
    expect(run!.scripts.map(({ phase, exitCode }) => ({ phase, exitCode }))).toEqual([
      { phase: 'start', exitCode: 0 },
      { phase: 'start', exitCode: 0 },
      { phase: 'later', exitCode: 9 },
    ])
    expect(verdictOf(run!, NOW).kind).toBe('ready')
  })

  it('tell scripts with one log apart by their ids', () => {
    const [run] = composed((log) => {
      log.start()
      log.begin([startup, startup])
      log.end({ ...startup, ends: 4 }, 1)
      log.end(startup, 0)
    })
    expect(run!.scripts.map((one) => one.exitCode)).toEqual([0, 4])
  })

  it('know 255 as unknown, unless the script itself ended with it', () => {
    const line = (error: string): string => `2026-07-10 09:14:03.312 [warn]  /tmp/a.log script failed  log_path=/tmp/a.log  execution_time=1m2.5s  exit_code=255  error="${error}"\n`
    expect(runsOf(line('wait: no child processes'))[0]!.scripts[0]).toMatchObject({ exitCode: null, outcome: 'failed', durationMs: 62_500 })
    expect(runsOf(line('exit status 255'))[0]!.scripts[0]).toMatchObject({ exitCode: 255 })
    expect(runsOf(line('script timed out'))[0]!.scripts[0]).toMatchObject({ exitCode: null, outcome: 'timed-out' })
  })

  it('say that a log which begins too late tells nothing of the start', () => {
    const [run] = runsOf('2026-07-10 09:14:03.312 [info]  agent received signal  signal=terminated\n')
    expect(verdictOf(run!, NOW)).toMatchObject({ kind: 'unknown' })
    const [later] = runsOf('2026-07-10 09:14:03.312 [debu]  set lifecycle state  current={"state":"ready","changed_at":"x"}  last={"state":"starting","changed_at":"y"}\n')
    expect(verdictOf(later!, NOW)).toMatchObject({ kind: 'ready', durationMs: null, sentence: 'Ready' })
  })

  it('fail where Coder never answered', () => {
    const [run] = composed((log) => {
      log.say('info', 'agent is starting now', [['version', 'v2.35.1']])
      for (let i = 0; i < 3; i++) {
        log.connect()
        log.say('warn', 'run exited with error', [['error', 'GET https://coder.example.com/api/v2/workspaceagents/me/rpc:\n    codersdk.f\n        /home/runner/x.go:12\n  - dial tcp: lookup coder.example.com: no such host']])
      }
    })
    expect(verdictOf(run!, NOW)).toMatchObject({ kind: 'failed', sentence: 'The agent never reached Coder', told: { text: 'dial tcp: lookup coder.example.com: no such host' } })
  })
})

describe('the state in the sidebar', () => {
  it('keeps a start that runs apart from one that failed, for as long as it takes', () => {
    const [run] = composed((log) => {
      log.start()
      log.begin([startup, { ...startup, path: '/tmp/b.log', ends: 'running' }])
      log.end(startup, 0)
    })
    expect(agentState(run!, () => null, NOW)).toMatchObject({ kind: 'starting', fact: '1 of 2 scripts' })
    expect(agentState(run!, () => ({ kind: 'prompt', quietMs: 3000 }), NOW)).toMatchObject({ kind: 'stalled', fact: 'at a prompt' })
  })

  it('never makes a failure of a script that does not end, and hints at what its silence may mean', () => {
    const running = { ...startup, ends: 'running' as const }
    const [run] = composed((log) => {
      log.start()
      log.begin([running, { ...running, path: '/tmp/b.log' }])
    })
    const one = composed((log) => {
      log.start()
      log.begin([running])
    })[0]!
    const later = run!.startedMs + 20 * 60_000
    expect(verdictOf(one, later)).toMatchObject({ kind: 'starting', sentence: 'Startup is still running, 20 min' })
    expect(verdictOf(one, later, () => ({ kind: 'quiet', quietMs: 180_000 }))).toMatchObject({ kind: 'stalled', sentence: 'Startup may have stalled: nothing was written for 3 min', exitCode: null })
    expect(agentState(one, () => ({ kind: 'quiet', quietMs: 180_000 }), later)).toMatchObject({ kind: 'starting', fact: 'quiet 3 min' })
    expect(verdictOf(one, later, () => ({ kind: 'server', quietMs: 900_000 }))).toMatchObject({ kind: 'starting', sentence: 'Startup is still running, 20 min' })
    // One that is busy speaks for the start while another one is quiet.
    const busy = verdictOf(run!, later, (script) => ({ kind: script.logPath === '/tmp/b.log' ? 'busy' : 'quiet', quietMs: 12_000 }))
    expect(busy).toMatchObject({ kind: 'starting', why: '2 scripts have not ended: coder-startup-script.log, b.log. Last output 12 s ago.' })
  })

  it('says at once that a script failed while others run', () => {
    const bad = { ...startup, ends: 3 }
    const [run] = composed((log) => {
      log.start()
      log.begin([bad, { ...startup, path: '/tmp/b.log', ends: 'running' }])
      log.end(bad, 0)
    })
    expect(agentState(run!, () => null, NOW)).toMatchObject({ kind: 'failed', fact: 'exit 3', exitCode: 3, sentence: 'Startup failed with exit 3 after 4 s, in coder-startup-script.log; another script still runs' })
  })

  it('is stopped after a shutdown, however the start went', () => {
    const [run] = composed((log) => {
      up(log)
      log.lifecycle('shutting_down')
      log.lifecycle('off')
    })
    expect(agentState(run!, () => null, run!.lifecycleMs! + 5000)).toMatchObject({ kind: 'stopped', fact: 'stopped' })
    expect(agentState(null, () => null, NOW)).toMatchObject({ kind: 'unknown', fact: 'no run yet' })
  })
})
