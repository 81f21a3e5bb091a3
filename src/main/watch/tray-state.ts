import type { EngineHealth } from '@shared/contract/channels'
import type { WatchedAgent, WatchSummary } from '@shared/contract/watch'
import { formatCount } from '@shared/text/units'

/** What the tray says at a glance. `count` is shown on the icon of `failed`. */
export type TrayLook = { kind: 'well' | 'starting' | 'offline' } | { kind: 'failed'; count: number }

export type TrayAction =
  | { kind: 'agent'; agentId: string }
  | { kind: 'open' }
  | { kind: 'mute'; muted: boolean }
  | { kind: 'settings' }
  | { kind: 'quit' }

/** A line of the menu; without an action it only says something. */
export type TrayItem = { label: string; action: TrayAction | null } | 'separator'

export interface TrayView {
  look: TrayLook
  tooltip: string
  menu: TrayItem[]
}

export interface TrayFacts {
  summary: WatchSummary
  engine: EngineHealth
  /** Until when no notices are shown, ms since the epoch; null when they are. */
  mutedUntilMs: number | null
}

/** Agents that the menu names before it only counts them. */
const MOST_NAMED = 12

const words: Record<WatchedAgent['kind'], string> = { failed: 'failed', 'timed-out': 'timed out', stalled: 'waiting', starting: 'starting' }

/** What icon, tooltip and menu show of how things stand. */
export function trayView({ summary, engine, mutedUntilMs }: TrayFacts): TrayView {
  const look = lookOf(summary, engine)
  const sentence = sentenceOf(look, summary, engine)
  const named = summary.agents.slice(0, MOST_NAMED)
  const more = summary.failed + summary.starting - named.length
  const agents: TrayItem[] = named.map((one) => ({ label: agentLine(one), action: { kind: 'agent', agentId: one.agentId } }))
  const first: TrayItem[] = named.length > 0 && look.kind !== 'offline' ? agents : [{ label: sentence, action: null }, ...agents]
  return {
    look,
    tooltip: `Tailpane: ${sentence}${mutedUntilMs === null ? '' : ' (notices muted)'}`,
    menu: [
      ...first,
      ...(more > 0 ? [{ label: `and ${formatCount(more)} more`, action: { kind: 'open' } } as const] : []),
      'separator',
      { label: 'Open Tailpane', action: { kind: 'open' } },
      mutedUntilMs === null
        ? { label: 'Mute notices for an hour', action: { kind: 'mute', muted: true } }
        : { label: `Unmute notices (muted until ${clock(mutedUntilMs)})`, action: { kind: 'mute', muted: false } },
      { label: 'Watch settings…', action: { kind: 'settings' } },
      'separator',
      { label: 'Quit', action: { kind: 'quit' } },
    ],
  }
}

function lookOf(summary: WatchSummary, engine: EngineHealth): TrayLook {
  // What is known is then from before.
  if (engine === 'down' || summary.offline) return { kind: 'offline' }
  if (summary.failed > 0) return { kind: 'failed', count: summary.failed }
  return { kind: summary.starting > 0 ? 'starting' : 'well' }
}

function sentenceOf(look: TrayLook, { watched, starting, agents }: WatchSummary, engine: EngineHealth): string {
  if (look.kind === 'offline') return engine === 'down' ? 'the engine is down' : 'offline'
  const rest = starting > 0 ? `${formatCount(starting)} starting` : null
  if (look.kind === 'failed') return [`${formatCount(look.count)} failed`, rest].filter((one) => one !== null).join(', ')
  if (look.kind === 'starting') return rest ?? ''
  if (watched === 0 && agents.length === 0) return 'nothing to watch yet'
  return watched === 0 ? 'all well' : `all well, ${formatCount(watched)} watched`
}

/** `gpu in demo: failed, exit 100`. A lone agent has the name of its host. */
function agentLine({ agent, workspace, kind, fact }: WatchedAgent): string {
  const name = agent === workspace ? agent : `${agent} in ${workspace}`
  const word = words[kind]
  return fact === '' || fact === word || kind === 'starting' ? `${name}: ${fact || word}` : `${name}: ${word}, ${fact}`
}

function clock(ms: number): string {
  const time = new Date(ms)
  return `${String(time.getHours()).padStart(2, '0')}:${String(time.getMinutes()).padStart(2, '0')}`
}
