import { describe, expect, it } from 'vitest'
import { composeWorkspace, type AgentSpec, type WorkspaceSpec } from '../../../e2e/peers/coder-data'
import { coderAgentState, isStarting, workspaceFacts } from './agent-facts'
import { readWorkspaces } from './schema'

const NOW = Date.parse('2026-11-24T10:00:16Z')

function stateOf(agent: Partial<AgentSpec>, workspace: Partial<WorkspaceSpec> = {}) {
  const [w] = readWorkspaces([composeWorkspace({ name: 'dev', ...workspace, agents: [{ name: 'main', ...agent }] })], 'd1') ?? []
  const a = w?.agents[0]
  if (!w || !a) throw new Error('the composed workspace was refused')
  const { kind, fact, sentence, lifecycle, exitCode } = coderAgentState(w, a, NOW)
  return { kind, fact, sentence, lifecycle, exitCode, starting: isStarting(w) }
}

describe('coderAgentState', () => {
  it.each([
    [{}, {}, 'ready', 'ready 34 s', 'Ready after 34 s'],
    [{ startedAt: null, readyAt: null }, {}, 'ready', 'ready', 'Ready'],
    [{ lifecycle: 'created', startedAt: null, readyAt: null }, {}, 'starting', 'starting', 'The agent is about to start'],
    [{ lifecycle: 'starting', readyAt: null }, {}, 'starting', 'starting', 'Startup is running'],
    [{ lifecycle: 'start_timeout' }, {}, 'timed-out', 'timed out', 'Startup timed out after 34 s'],
    [{ lifecycle: 'start_error' }, {}, 'failed', 'failed', 'Startup failed after 34 s'],
    [{ lifecycle: 'shutting_down' }, {}, 'stopped', 'stopping', 'The agent is shutting down'],
    [{ lifecycle: 'off', status: 'disconnected' }, {}, 'stopped', 'stopped', 'The agent has shut down'],
    [{ status: 'connecting', lifecycle: 'created' }, {}, 'starting', 'connecting', 'The agent has not connected to Coder yet'],
    [{ status: 'timeout', lifecycle: 'created' }, {}, 'timed-out', 'not connected', 'The agent did not connect to Coder within 2 min'],
    [{ status: 'disconnected' }, {}, 'unknown', 'lost 11 s', 'Coder has lost the agent for 11 s'],
    [{}, { status: 'stopped', transition: 'stop' }, 'stopped', 'stopped', 'The workspace is stopped'],
    [{ status: 'connecting' }, { status: 'starting' }, 'starting', 'building', 'The workspace is being built'],
    [{}, { status: 'failed', jobError: 'terraform apply: exit status 1' }, 'failed', 'build failed', 'The build failed: terraform apply: exit status 1'],
  ] as const)('%j in %j is %s', (agent, workspace, kind, fact, sentence) => {
    expect(stateOf(agent, workspace)).toMatchObject({ kind, fact, sentence })
  })

  it('names the script that failed and its exit code where the server tells', () => {
    const scripts = [{ name: 'Startup Script', exitCode: 0, status: 'ok' }, { name: 'Dotfiles', exitCode: 100, status: 'exit_failure' }]
    expect(stateOf({ lifecycle: 'start_error', scripts })).toMatchObject({
      kind: 'failed', fact: 'exit 100', exitCode: 100, sentence: 'Startup failed with exit 100 after 34 s, in Dotfiles',
    })
    expect(stateOf({ lifecycle: 'starting', readyAt: null, scripts }), 'before the last script has ended').toMatchObject({ kind: 'failed', fact: 'exit 100' })
  })

  it('counts the scripts that have ended', () => {
    const scripts = [{ name: 'A', exitCode: 0, status: 'ok' }, { name: 'B' }, { name: 'C' }]
    expect(stateOf({ lifecycle: 'starting', readyAt: null, scripts })).toMatchObject({ kind: 'starting', fact: '1 of 3 scripts' })
  })

  it('does not take a failing shutdown script for a failed start', () => {
    const scripts = [{ name: 'Stop', runOnStart: false, runOnStop: true, exitCode: 1, status: 'exit_failure' }]
    expect(stateOf({ scripts })).toMatchObject({ kind: 'ready', exitCode: null })
  })

  it('knows what is worth looking at again soon', () => {
    expect(stateOf({}).starting).toBe(false)
    expect(stateOf({ lifecycle: 'starting' }).starting).toBe(true)
    expect(stateOf({ status: 'connecting' }).starting).toBe(true)
    expect(stateOf({ status: 'connecting' }, { status: 'stopped' }).starting).toBe(false)
    expect(stateOf({}, { status: 'pending' }).starting).toBe(true)
  })
})

describe('workspaceFacts', () => {
  it('is what the sidebar shows', () => {
    const [w] = readWorkspaces([composeWorkspace({ name: 'dev', owner: 'kim', outdated: true })], 'd1') ?? []
    expect(w && workspaceFacts(w)).toEqual({ deploymentId: 'd1', owner: 'kim', status: 'running', statusSinceMs: Date.parse('2026-11-24T08:59:40Z'), outdated: true })
  })
})
