import type { OutcomeKind, RunOutcome } from '@shared/contract/watch'
import { formatCount } from '@shared/text/units'

export interface NoticeText {
  title: string
  body: string
}

/** Names that one notice spells out. */
const MOST_NAMES = 5

const single: Record<OutcomeKind, string> = {
  failed: 'failed to start',
  'timed-out': 'did not start in time',
  stalled: 'may be waiting for an answer',
  ready: 'is ready',
}
const plural: Record<OutcomeKind, string> = { ...single, stalled: 'may be waiting for answers', ready: 'are ready' }

/** A notice about one run, or about several that came to the same for the same cause. */
export function noticeText(outcomes: readonly [RunOutcome, ...RunOutcome[]]): NoticeText {
  const [first] = outcomes
  const why = first.cause ?? null
  if (outcomes.length === 1) return { title: `${nameOf(first)} ${single[first.kind]}`, body: lines(first.sentence, why) }
  const names = outcomes.map(nameOf)
  const rest = names.length - MOST_NAMES
  const listed = names.slice(0, MOST_NAMES).join(', ') + (rest > 0 ? ` and ${formatCount(rest)} more` : '')
  return { title: `${formatCount(outcomes.length)} agents ${plural[first.kind]}`, body: lines(listed, why ?? reasonOf(first)) }
}

/** `gpu in demo`; a lone agent has the name of its host. */
function nameOf({ agent, workspace }: RunOutcome): string {
  return agent === workspace ? agent : `${agent} in ${workspace}`
}

function reasonOf({ exitCode, script }: RunOutcome): string | null {
  if (exitCode === null) return null
  return `Exit ${exitCode}${script === null ? '' : `, in ${script}`}`
}

function lines(...parts: (string | null)[]): string {
  return parts.filter((part) => part).join('\n')
}

/**
 * Daemons on Linux may read a body as markup (Desktop Notifications Specification, "body-markup"), and log text is not
 * to be trusted with that. The signs that could begin any are replaced by others that look like them.
 */
export function withoutMarkup({ title, body }: NoticeText): NoticeText {
  const plain = (text: string): string => text.replaceAll('&', '＆').replaceAll('<', '‹').replaceAll('>', '›')
  return { title, body: plain(body) }
}

/** Two runs with the same key came to the same for the same cause; null for one that stands alone. */
export function causeKey({ kind, cause, exitCode, script }: RunOutcome): string | null {
  if (kind === 'stalled' || kind === 'ready') return null
  // Names, times and versions differ between workspaces where the cause is one.
  if (cause !== null) return `${kind}:${cause.replace(/[0-9a-f]*\d[0-9a-f]*/gi, '#')}`
  return exitCode === null && kind === 'failed' ? null : `${kind}:${exitCode}:${script ?? ''}`
}
