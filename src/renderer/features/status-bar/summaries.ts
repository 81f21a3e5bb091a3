import type { EngineHealth } from '@shared/contract/channels'
import type { Identity, LinkState, WorkspaceInfo } from '@shared/model'

export interface Summary {
  parts: { text: string; tone: 'plain' | 'warn' | 'bad' }[]
  /** For the tooltip, one line each. */
  details: string[]
}

const identityWords: Record<Identity['kind'], string> = {
  'known-host': 'identity by known host',
  'accepted-now': 'identity accepted by you',
  embedded: 'identity by embedded key',
  unchecked: 'identity not checked (your ssh config)',
}

/** Weakest first: where connections differ, the weakest proof is the one to know about. */
const weakestFirst: Identity['kind'][] = ['unchecked', 'accepted-now', 'embedded', 'known-host']

/**
 * How many connections stand and how the servers proved who they are; null while there
 * is nothing to connect to. The agents of the demo share one connection, as do those of
 * any workspace.
 */
export function connectionSummary(workspaces: readonly WorkspaceInfo[]): Summary | null {
  const links = workspaces.flatMap((one) => {
    const link = one.agents.map((agent) => agent.link).toSorted((a, b) => rank(a) - rank(b))[0]
    return link ? [{ workspace: one, link }] : []
  })
  if (links.length === 0) return null
  const up = links.filter(({ link }) => link.phase === 'connected')
  const down = links.filter(({ link }) => link.phase === 'offline' || link.phase === 'failed')
  const kinds = new Set(up.flatMap(({ link }) => (link.identity ? [link.identity.kind] : [])))
  const weakest = weakestFirst.find((kind) => kinds.has(kind))
  const count = up.length === 0 ? 'no connection' : up.length === 1 ? '1 connection' : `${up.length} connections`
  return {
    parts: [
      { text: count, tone: 'plain' },
      ...(weakest ? [{ text: identityWords[weakest], tone: weakest === 'unchecked' ? ('warn' as const) : ('plain' as const) }] : []),
      ...(down.length > 0 ? [{ text: `${down.length} offline`, tone: 'warn' as const }] : []),
    ],
    details: up.map(({ workspace, link }) => detail(workspace.name, link)),
  }
}

function rank(link: LinkState): number {
  return ['failed', 'offline', 'connecting', 'connected', 'closed'].indexOf(link.phase)
}

function detail(name: string, { identity }: LinkState): string {
  if (!identity) return name
  const proof = identity.kind === 'unchecked' ? identity.reason : identityWords[identity.kind]
  return `${name}: ${proof}, ${identity.keyType} ${identity.fingerprint}`
}

/** What is said of the engine; null while it simply runs. */
export function engineSummary(health: EngineHealth): Summary | null {
  if (health === 'restarting') return { parts: [{ text: 'engine restarting', tone: 'warn' }], details: ['The panes keep their text and go on by themselves.'] }
  if (health === 'down') return { parts: [{ text: 'engine stopped', tone: 'bad' }], details: ['It stopped several times in a row. Restart Tailpane.'] }
  return null
}
