import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AgentLog, agentStarting, initializingScripts, lifecycleSet, runningScript, scriptCompleted, scriptFailed, startupScriptsFailed } from './agent-writer'

/*
 * Starts of one agent with one startup script: one that goes well, and one that fails and is written over it, as Coder's agent does.
 */

export const DAY = 24 * 3_600_000

/** What the script writes, with noise that is other at each start; `fails`: its mirror does not resolve. */
export function output(seed: number, fails: boolean): string {
  const noise = (step: number): string => `${((seed * 7919 + step * 104729) % 900) + 100}`
  const clock = (step: number): string => `09:${String((seed + step) % 60).padStart(2, '0')}:${String((step * 7) % 60).padStart(2, '0')}`
  const steps = Array.from({ length: 60 }, (_, i) => `[${clock(i)}] step ${i} checked in ${noise(i)}ms, id 5d1c${noise(i)}0-0a4b-4c00-8000-01234567${noise(i)}0`)
  const apt = fails
    ? ["Err:1 http://deb.example.com/debian bookworm InRelease", "  Temporary failure resolving 'deb.example.com'", 'Reading package lists...', 'E: Unable to locate package ripgrep']
    : [`Get:1 http://deb.example.com/debian bookworm InRelease [${noise(1)} kB]`, `Fetched ${noise(2)} kB in 1s`, 'Reading package lists...', 'Setting up ripgrep (13.0.0-4+b2) ...', 'ready, \x1b]0;title\x07hostile \x1b[31mcolour\x1b[0m']
  return `${[...steps, '==> System packages', ...apt].join('\n')}\n`
}

/** What the agent says of its starts; the script's own log is written by the test. */
export class Starts {
  readonly log: AgentLog
  private readonly script: { id: string; logPath: string }

  constructor(private readonly logs: string) {
    mkdirSync(logs, { recursive: true })
    this.log = new AgentLog(join(logs, 'coder-agent.log'))
    this.script = { id: '5d1c7a52-8f0e-4e6b-9a6f-0b1b5f0c9d11', logPath: join(logs, 'coder-startup-script.log') }
  }

  begin(atMs: number): void {
    this.log.write(agentStarting(atMs, 'coder.example.com'))
    this.log.write(lifecycleSet({ state: 'starting', atMs: atMs + 200 }, { state: 'created', atMs: null }))
    this.log.write(initializingScripts(atMs + 210, 1, this.logs))
    this.log.write(runningScript(atMs + 220, this.script, '#!/bin/sh\nsudo apt-get update'))
  }

  end(atMs: number, tookMs: number, code: number): void {
    const endMs = atMs + 220 + tookMs
    this.log.write(code === 0 ? scriptCompleted(endMs, this.script, tookMs) : scriptFailed(endMs, this.script, tookMs, code))
    if (code !== 0) this.log.write(startupScriptsFailed(endMs + 1, this.script, code))
    this.log.write(lifecycleSet({ state: code === 0 ? 'ready' : 'start_error', atMs: endMs + 2 }, { state: 'starting', atMs: atMs + 200 }))
  }
}
