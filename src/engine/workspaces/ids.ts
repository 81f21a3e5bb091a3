import { createHash } from 'node:crypto'

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

function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
