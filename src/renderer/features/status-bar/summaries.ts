import type { EngineHealth } from '@shared/contract/channels'
import type { DeploymentInfo, Identity, LinkState, WorkspaceInfo } from '@shared/model'
import { formatAge } from '@shared/text/units'
import { deploymentHost, isQuiet } from '@/features/workspaces'

export interface Summary {
  parts: { text: string; tone: 'plain' | 'warn' | 'bad' }[]
  /** For the tooltip, one line each. */
  details: string[]
}

const identityWords: Record<Identity['kind'], string> = {
  'known-host': 'identity by known host',
  'accepted-now': 'identity accepted by you',
  embedded: 'identity by embedded key',
  tunnel: 'identity by tunnel',
  unchecked: 'identity not checked (your ssh config)',
}

/** Weakest first: where connections differ, the weakest proof is the one to know about. */
const weakestFirst: Identity['kind'][] = ['unchecked', 'accepted-now', 'tunnel', 'embedded', 'known-host']

/**
 * How many connections stand and how the servers proved who they are; null while there
 * is nothing to connect to. The agents of the demo share one connection, as do those of
 * any workspace.
 */
export function connectionSummary(workspaces: readonly WorkspaceInfo[]): Summary | null {
  const links = workspaces.filter((one) => one.kind !== 'local' && one.kind !== 'saved').flatMap((one) => {
    // What is only listed has nothing to do with connections.
    const links = one.agents.filter((agent) => agent.opened && !isQuiet(agent.link)).map((agent) => agent.link)
    const link = links.toSorted((a, b) => rank(a) - rank(b))[0]
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

/** Which deployments there are, what they list and how old that is; null where there is none. */
export function deploymentSummary(deployments: readonly DeploymentInfo[], workspaces: readonly WorkspaceInfo[], nowMs: number): Summary | null {
  const [first] = deployments
  if (!first) return null
  const listed = workspaces.filter((one) => one.kind === 'coder').length
  const failed = deployments.filter((one) => one.failure !== null)
  const name = deployments.length === 1 ? deploymentHost(first) : `${deployments.length} deployments`
  const count = listed === 1 ? '1 workspace' : `${listed} workspaces`
  return {
    parts: [
      { text: name, tone: 'plain' },
      { text: count, tone: 'plain' },
      failed.length > 0 && deployments.length > 1
        ? { text: failed.length === 1 ? '1 list not refreshed' : `${failed.length} lists not refreshed`, tone: 'warn' }
        : failed.length > 0
          ? { text: oldListWords(first, nowMs), tone: 'warn' }
          : { text: listAge(deployments, nowMs), tone: 'plain' },
    ],
    details: deployments.map((one) => `${one.url}: ${one.failure ? `${one.failure.sentence} ${one.failure.nextStep}` : listAge([one], nowMs)}`),
  }
}

function oldListWords({ checkedMs }: DeploymentInfo, nowMs: number): string {
  const age = checkedMs === null ? 'now' : formatAge(nowMs - checkedMs)
  return age === 'now' ? 'list not refreshed' : `list from ${age} ago`
}

/** The age of the oldest of the lists. */
export function listAge(deployments: readonly DeploymentInfo[], nowMs: number): string {
  const times = deployments.map((one) => one.checkedMs)
  const oldest = times.reduce((a, b) => (a === null || b === null ? null : Math.min(a, b)))
  if (oldest === null) return deployments.some((one) => one.refreshing) ? 'reading the list' : 'list not read yet'
  const age = formatAge(nowMs - oldest)
  return age === 'now' ? 'checked just now' : `checked ${age} ago`
}

/** How a connection's other side proved who it is, with its key; null while there is no connection. */
export function identityWordsOf({ identity }: LinkState): { words: string; key: string } | null {
  return identity && { words: identityWords[identity.kind], key: `${identity.keyType} ${identity.fingerprint}` }
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
