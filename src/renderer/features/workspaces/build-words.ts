import type { BuildStatus, CoderFacts, WorkspaceInfo } from '@shared/model'
import { formatAge } from '@shared/text/units'
import type { GlyphKind } from '@/ui'
import type { Tone } from './facts'

export interface BuildFact {
  glyph: GlyphKind
  /** One short fact, e.g. "stopped 2 d". */
  text: string
  tone: Tone
  /** Nothing runs there, so its rows stand back. */
  dim: boolean
}

const words: Record<Exclude<BuildStatus, 'running'>, Omit<BuildFact, 'tone'>> = {
  pending: { glyph: 'pending', text: 'queued', dim: false },
  starting: { glyph: 'starting', text: 'starting', dim: false },
  stopping: { glyph: 'stopping', text: 'stopping', dim: true },
  stopped: { glyph: 'stopped', text: 'stopped', dim: true },
  failed: { glyph: 'failed', text: 'build failed', dim: false },
  canceling: { glyph: 'stopping', text: 'cancelling', dim: true },
  canceled: { glyph: 'stopped', text: 'cancelled', dim: true },
  deleting: { glyph: 'stopping', text: 'deleting', dim: true },
  deleted: { glyph: 'stopped', text: 'deleted', dim: true },
}

/** Under way: how long it has been so is of no interest to anyone yet. */
const passing = new Set<BuildStatus>(['pending', 'starting', 'stopping', 'canceling', 'deleting'])

/** How a workspace's latest build stands; null while it runs, since its agents then speak for themselves. */
export function buildFact(facts: CoderFacts | null, nowMs: number): BuildFact | null {
  if (facts === null || facts.status === 'running') return null
  const { text, ...rest } = words[facts.status]
  const age = facts.statusSinceMs === null || passing.has(facts.status) ? '' : ` ${formatAge(nowMs - facts.statusSinceMs)}`
  return { ...rest, text: `${text}${age === ' now' ? '' : age}`, tone: facts.status === 'failed' ? 'bad' : 'plain' }
}

/** The build as a sentence for a tab; null while the workspace runs. */
export function buildSentence(facts: CoderFacts | null, nowMs: number): { strong: string; rest: string } | null {
  if (facts === null || facts.status === 'running') return null
  const age = facts.statusSinceMs === null ? '' : formatAge(nowMs - facts.statusSinceMs)
  const ago = age === '' ? '' : age === 'now' ? ' just now' : ` ${age} ago`
  return { strong: sentences[facts.status], rest: passing.has(facts.status) ? '' : ago }
}

const sentences: Record<Exclude<BuildStatus, 'running'>, string> = {
  pending: 'Waiting to be built',
  starting: 'Starting',
  stopping: 'Stopping',
  stopped: 'Stopped',
  failed: 'Build failed',
  canceling: 'Cancelling the build',
  canceled: 'Build cancelled',
  deleting: 'Deleting',
  deleted: 'Deleted',
}

const startable = new Set<BuildStatus>(['stopped', 'failed', 'canceled'])

/** Whether the deployment would start it, if a person asked for that. */
export function canStart(workspace: WorkspaceInfo): boolean {
  return workspace.coder !== null && startable.has(workspace.coder.status)
}

/** What stands where the logs of a workspace that does not run would be. */
export function notRunningWords({ coder }: WorkspaceInfo): { title: string; text: string } | null {
  switch (coder?.status) {
    case undefined:
    case null:
    case 'running':
      return null
    case 'pending':
    case 'starting':
      return { title: 'The workspace is on its way up.', text: 'Its logs show here as soon as its agent is there.' }
    case 'stopping':
    case 'canceling':
    case 'deleting':
      return { title: 'The workspace is going down.', text: 'Its files cannot be read any more.' }
    case 'deleted':
      return { title: 'The workspace is deleted.', text: 'Its files are gone with it.' }
    case 'failed':
      return { title: 'The last build failed, so the workspace is not up.', text: 'Its files can be read once it runs. Nothing here starts it by itself.' }
    case 'stopped':
    case 'canceled':
      return { title: 'The workspace is stopped.', text: 'Its files can be read once it runs. Nothing here starts it by itself.' }
  }
}
