import { createHash } from 'node:crypto'
import type { RunPart } from '@shared/model'

/**
 * Ids are made from what they name, so that a window can go on with them after a restart
 * of the engine. Windows never send paths in their place.
 */
export function workspaceId(target: string): string {
  return `w${short(target)}`
}

export function agentId(workspace: string, name: string): string {
  return `${workspace}:a${short(name)}`
}

export function logId(agent: string, path: string): string {
  return `${agent}:l${short(path)}`
}

/** A part of a run in the agent log, or the whole history, as a log of its own. */
export function viewId(agent: string, part: RunPart, run: string): string {
  return part === 'all' ? `${agent}:v-all` : `${agent}:v-${part}-${run}`
}

/** What such an id names; null for the ids of files. */
export function viewOf(id: string): { part: RunPart; run: string } | null {
  const [, all, part, run] = /:v-(?:(all)|(startup|running|shutdown)-([a-z0-9-]+))$/.exec(id) ?? []
  if (all) return { part: 'all', run: '' }
  return part === undefined ? null : { part: part as RunPart, run: run! }
}

/** The log that a script of an older run wrote, as it was recorded. */
export function recordedLogId(agent: string, run: string, path: string): string {
  return `${agent}:k-${run}-${short(path)}`
}

export function isRecordedLog(id: string): boolean {
  return /:k-[a-z0-9-]+$/.test(id)
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
