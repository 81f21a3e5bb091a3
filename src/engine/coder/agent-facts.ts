import type { AgentState, CoderFacts } from '@shared/model'
import { formatAge, formatDuration } from '@shared/text/units'
import type { CoderAgent, CoderScript, CoderWorkspace } from './types'

/** What the sidebar shows of a workspace beside its name. */
export function workspaceFacts(w: CoderWorkspace): CoderFacts {
  return { deploymentId: w.deploymentId, owner: w.owner, status: w.status, statusSinceMs: w.statusSinceMs, outdated: w.outdated, ...(w.jobError ? { buildError: w.jobError } : {}) }
}

/** Whether a build or an agent's startup is under way, so that it pays to look again soon. */
export function isStarting(w: CoderWorkspace): boolean {
  if (w.status === 'pending' || w.status === 'starting' || w.status === 'stopping') return true
  return w.status === 'running' && w.agents.some((a) => a.status === 'connecting' || a.lifecycle === 'created' || a.lifecycle === 'starting')
}

/** What Coder's list says of an agent, in the words that the agent log's own verdict uses. */
export function coderAgentState(w: CoderWorkspace, a: CoderAgent, nowMs: number): AgentState {
  const failed = failedScript(a)
  const base = { lifecycle: a.lifecycle, exitCode: failed?.exitCode ?? null, runStartedMs: a.startedMs, sinceMs: sinceOf(w, a), script: failed?.displayName || null }
  return { ...base, ...(ofBuild(w) ?? ofConnection(a, nowMs) ?? ofLifecycle(a, failed, nowMs)) }
}

/** A build that did not come to a running workspace speaks for its agents; else the end of the startup scripts counts. */
function sinceOf(w: CoderWorkspace, a: CoderAgent): number | null {
  if (w.status !== 'running') return w.statusSinceMs
  return a.status === 'connected' ? (a.readyMs ?? a.startedMs) : null
}

type Said = Pick<AgentState, 'kind' | 'fact' | 'sentence'>

/** Null where the workspace runs, so that its agents speak for themselves. */
function ofBuild(w: CoderWorkspace): Said | null {
  switch (w.status) {
    case 'running':
      return null
    case 'pending':
      return { kind: 'starting', fact: 'queued', sentence: 'The build waits for its turn' }
    case 'starting':
      return { kind: 'starting', fact: 'building', sentence: 'The workspace is being built' }
    case 'stopping':
      return { kind: 'stopped', fact: 'stopping', sentence: 'The workspace is being stopped' }
    case 'stopped':
      return { kind: 'stopped', fact: 'stopped', sentence: 'The workspace is stopped' }
    case 'deleting':
    case 'deleted':
      return { kind: 'stopped', fact: w.status, sentence: w.status === 'deleted' ? 'The workspace is deleted' : 'The workspace is being deleted' }
    case 'canceling':
    case 'canceled':
      return { kind: 'stopped', fact: 'canceled', sentence: 'The build was canceled' }
    case 'failed':
      return { kind: 'failed', fact: 'build failed', sentence: w.jobError ? `The build failed: ${w.jobError}` : 'The build failed' }
  }
}

/** Null where the agent is connected. */
function ofConnection(a: CoderAgent, nowMs: number): Said | null {
  switch (a.status) {
    case 'connected':
      return null
    case 'connecting':
      return { kind: 'starting', fact: 'connecting', sentence: 'The agent has not connected to Coder yet' }
    case 'timeout': {
      const limit = a.connectTimeoutSeconds > 0 ? ` within ${formatDuration(a.connectTimeoutSeconds * 1000)}` : ' in time'
      return { kind: 'timed-out', fact: 'not connected', sentence: `The agent did not connect to Coder${limit}` }
    }
    case 'disconnected': {
      if (isOff(a)) return null
      const since = a.disconnectedMs ?? a.lastConnectedMs
      const ago = since === null ? '' : ` ${formatAge(nowMs - since)}`
      return { kind: 'unknown', fact: `lost${ago}`, sentence: `Coder has lost the agent${ago ? ` for${ago === ' now' ? ' a moment' : ago}` : ''}` }
    }
  }
}

function ofLifecycle(a: CoderAgent, failed: CoderScript | null, nowMs: number): Said {
  const took = a.startedMs === null ? null : formatDuration(Math.max(0, (a.readyMs ?? nowMs) - a.startedMs))
  const after = took === null ? '' : ` after ${took}`
  switch (a.lifecycle) {
    case 'ready':
      return { kind: 'ready', fact: took === null ? 'ready' : `ready ${took}`, sentence: `Ready${after}` }
    case 'start_error':
      return failure(failed, after)
    case 'start_timeout':
      return { kind: 'timed-out', fact: 'timed out', sentence: `Startup timed out${after}` }
    case 'shutting_down':
      return { kind: 'stopped', fact: 'stopping', sentence: 'The agent is shutting down' }
    case 'shutdown_error':
      return { kind: 'stopped', fact: 'stopped', sentence: 'The agent has shut down; its shutdown script failed' }
    case 'shutdown_timeout':
      return { kind: 'stopped', fact: 'stopped', sentence: 'The agent has shut down; its shutdown script timed out' }
    case 'off':
      return { kind: 'stopped', fact: 'stopped', sentence: 'The agent has shut down' }
    case 'starting':
      if (failed) return failure(failed, after)
      return { kind: 'starting', fact: startingFact(a), sentence: 'Startup is running' }
    case 'created':
      return { kind: 'starting', fact: 'starting', sentence: 'The agent is about to start' }
    case null:
      // Servers older than v0.17 do not tell.
      return { kind: 'unknown', fact: '', sentence: 'Coder does not say how the startup went' }
  }
}

/** The first startup script that did not end well, as far as the server tells (v2.34 and newer). */
function failedScript(a: CoderAgent): CoderScript | null {
  return a.scripts.find((s) => s.runOnStart && ((s.exitCode !== null && s.exitCode !== 0) || (s.status !== null && s.status !== 'ok'))) ?? null
}

function failure(script: CoderScript | null, after: string): Said {
  const where = script?.displayName ? `, in ${script.displayName}` : ''
  if (script?.status === 'timed_out') return { kind: 'failed', fact: 'timed out', sentence: `A startup script timed out${after}${where}` }
  if (script?.status === 'pipes_left_open') {
    return { kind: 'failed', fact: 'left open', sentence: `A startup script ended but left its output open${where}` }
  }
  if (script?.exitCode == null) return { kind: 'failed', fact: 'failed', sentence: `Startup failed${after}${where}` }
  return { kind: 'failed', fact: `exit ${script.exitCode}`, sentence: `Startup failed with exit ${script.exitCode}${after}${where}` }
}

function startingFact(a: CoderAgent): string {
  const scripts = a.scripts.filter((s) => s.runOnStart)
  const ended = scripts.filter((s) => s.exitCode !== null || s.status !== null).length
  return scripts.length > 1 && ended > 0 ? `${ended} of ${scripts.length} scripts` : 'starting'
}

function isOff(a: CoderAgent): boolean {
  return a.lifecycle === 'off' || a.lifecycle === 'shutting_down' || a.lifecycle === 'shutdown_error' || a.lifecycle === 'shutdown_timeout'
}
