import type { RunOutcome } from '@shared/contract/watch'
import type { Settings } from '@shared/settings'
import { causeKey, noticeText, type NoticeText } from './notice-words'

/** Runs that fail for one cause within this time become one notice (ms). */
const TOGETHER_MS = 60_000
/** More of them are added to a notice that stands once no further one came for this long (ms). */
const GATHER_MS = 2000
const MINUTE = 60_000

/** A notice on the person's screen. */
export interface ShownNotice {
  close(): void
}

export interface NotifierPorts {
  settings(): Pick<Settings, 'watch' | 'notifyFailed' | 'notifyStalled' | 'notifyReadyMin'>
  /** The person looks at this agent's tab right now. */
  inFront(agentId: string): boolean
  muted(): boolean
  show(text: NoticeText, onClick: () => void): ShownNotice
  /** A notice was clicked. */
  onClick(outcome: RunOutcome): void
  now(): number
}

interface Group {
  since: number
  outcomes: [RunOutcome, ...RunOutcome[]]
  shown: ShownNotice
  gathering: NodeJS.Timeout | null
}

/** Decides which outcomes the person is told of, and makes one notice of those that have one cause. */
export function createNotifier(ports: NotifierPorts): { take(outcome: RunOutcome): void; stop(): void } {
  const groups = new Map<string, Group>()

  const wanted = ({ kind, tookMs }: RunOutcome): boolean => {
    const { watch, notifyFailed, notifyStalled, notifyReadyMin } = ports.settings()
    if (!watch) return false
    if (kind === 'ready') return notifyReadyMin > 0 && tookMs !== null && tookMs >= notifyReadyMin * MINUTE
    return kind === 'stalled' ? notifyStalled : notifyFailed
  }

  const show = (outcomes: [RunOutcome, ...RunOutcome[]]): ShownNotice => ports.show(noticeText(outcomes), () => ports.onClick(outcomes[0]))

  const join = (group: Group, outcome: RunOutcome): void => {
    group.outcomes.push(outcome)
    if (group.gathering) clearTimeout(group.gathering)
    group.gathering = setTimeout(() => {
      group.gathering = null
      group.shown.close()
      group.shown = show(group.outcomes)
    }, GATHER_MS)
  }

  return {
    take(outcome) {
      if (!wanted(outcome) || ports.muted() || ports.inFront(outcome.agentId)) return
      const now = ports.now()
      for (const [key, group] of groups) if (now - group.since > TOGETHER_MS && !group.gathering) groups.delete(key)
      const key = causeKey(outcome)
      const group = key === null ? undefined : groups.get(key)
      // The agent of the notice that stands may fail again: that is news of its own.
      if (group && !group.outcomes.some((one) => one.agentId === outcome.agentId)) return join(group, outcome)
      const outcomes: [RunOutcome] = [outcome]
      const shown = show(outcomes)
      if (key !== null) groups.set(key, { since: now, outcomes, shown, gathering: null })
    },
    stop() {
      for (const { gathering } of groups.values()) if (gathering) clearTimeout(gathering)
      groups.clear()
    },
  }
}
