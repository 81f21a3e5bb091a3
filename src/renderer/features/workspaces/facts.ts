import type { AgentInfo, AgentStateKind, FailureCode, LinkState, WorkspaceInfo } from '@shared/model'
import { formatClock } from './clock'

export type Tone = 'plain' | 'ok' | 'busy' | 'bad' | 'warn'

export interface RowFact {
  glyph: AgentStateKind
  /** One short fact, e.g. "ready 34 s", "offline". */
  text: string
  tone: Tone
}

/** Said by the workspace's own state. */
const quietFailures = new Set<FailureCode>(['WORKSPACE_STOPPED', 'WORKSPACE_GONE', 'AGENT_NOT_CONNECTED'])

/** Whether a link is down for a reason that the workspace's own state says. */
export function isQuiet({ failure }: LinkState): boolean {
  return failure !== null && quietFailures.has(failure.code)
}

/**
 * What an agent's row says. A link that is not up goes before a state that nobody can
 * see any more, except that the last known outcome of a start stays true while offline.
 */
export function agentFact(agent: AgentInfo): RowFact {
  const { link, state } = agent
  // A workspace that does not run is no trouble with the connection.
  if (isQuiet(link)) return stateFact(agent)
  switch (link.phase) {
    case 'connecting':
      return state.kind === 'unknown' ? { glyph: 'unknown', text: 'connecting', tone: 'plain' } : stateFact(agent)
    case 'failed':
      return { glyph: 'unknown', text: 'cannot connect', tone: 'bad' }
    case 'offline':
      return { glyph: state.kind, text: 'offline', tone: 'warn' }
    default:
      return stateFact(agent)
  }
}

function stateFact({ state }: AgentInfo): RowFact {
  const tone: Tone = state.kind === 'failed' || state.kind === 'timed-out' ? 'bad' : state.kind === 'stalled' ? 'warn' : 'plain'
  return { glyph: state.kind, text: state.fact, tone }
}

/** The sentence at the head of an agent's tab: what is emphasised and what explains it; null when there is nothing to say. */
export function headSentence(agent: AgentInfo): { strong: string; rest: string } | null {
  const text = agent.state.sentence.trim() || (agent.link.phase === 'connecting' ? `Connecting to ${agent.address}` : '')
  if (text === '') return null
  const cut = /,? (?:after|since|for|in|until) |, |: /.exec(text)
  return cut && cut.index > 0 ? { strong: text.slice(0, cut.index), rest: text.slice(cut.index) } : { strong: text, rest: '' }
}

export interface LinkNotice {
  tone: 'bad' | 'warn' | 'quiet'
  sentence: string
  nextStep: string
  /** Attempts go on by themselves and can be called off. */
  retrying: boolean
}

/** What is said while the connection is not up; null when there is nothing to say. `hasText`: logs are on screen. */
export function linkNotice(link: LinkState, nowMs: number, hasText: boolean): LinkNotice | null {
  const { failure } = link
  switch (link.phase) {
    case 'connected':
      return null
    case 'connecting':
      // An attempt after a failure goes on saying why it is made: the window must not jump with each.
      if (failure && link.progress === null) return { tone: 'warn', sentence: failure.sentence, nextStep: hasText ? 'Trying again now. The text stays.' : 'Trying again now.', retrying: true }
      // What a ProxyCommand says while the person waits; without it the panes and skeletons say enough.
      return link.progress === null ? null : { tone: 'quiet', sentence: 'Connecting.', nextStep: link.progress, retrying: true }
    case 'failed':
      return {
        tone: 'bad',
        sentence: failure?.sentence ?? 'The connection could not be made.',
        nextStep: failure?.nextStep ?? 'Try again.',
        retrying: false,
      }
    case 'closed':
      return {
        tone: 'quiet',
        sentence: failure?.sentence ?? `The connection was closed at ${formatClock(link.sinceMs)}, as nobody looked at its logs.`,
        nextStep: failure?.nextStep ?? (hasText ? 'The text stays, and reading goes on where it stopped.' : ''),
        retrying: false,
      }
    case 'offline': {
      const wait = link.retryAtMs === null ? null : Math.max(0, Math.ceil((link.retryAtMs - nowMs) / 1000))
      const retry = wait === null ? '' : wait === 0 ? 'Trying again now.' : `Trying again in ${wait} s.`
      return {
        tone: 'warn',
        sentence: failure?.sentence ?? 'The connection was lost.',
        nextStep: [retry, hasText ? 'The text stays.' : (failure?.nextStep ?? '')].filter(Boolean).join(' '),
        retrying: wait !== null,
      }
    }
  }
}

/** Said of an open connection to a Coder workspace, which does not stop by itself meanwhile; null for others. */
export function awakeWords({ awakeSinceMs }: LinkState): string | null {
  return awakeSinceMs === null ? null : `keeps this workspace awake since ${formatClock(awakeSinceMs)}`
}

/** A workspace with Coder's traces, as against a plain host that `ssh` reaches. */
export function isWorkspace(workspace: WorkspaceInfo): boolean {
  return (
    workspace.kind !== 'ssh' ||
    workspace.agents.length > 1 ||
    workspace.agents.some((a) => a.state.lifecycle !== null || a.state.runStartedMs !== null || a.shown.agent !== null)
  )
}
