import { useMemo, useState } from 'react'
import type { LogInfo } from '@shared/model'
import { writeLink } from '@shared/links'
import { turnWrap } from '@shared/reading'
import type { Settings } from '@shared/settings'
import type { EngineClient } from '@/bridge'
import { changeSetting } from '@/features/settings/settings-store'
import { PaneStepper } from './pane-stepper'
import type { LivePane } from './use-pane'

/** Commands of a pane that are about reading. */
export const READING_COMMANDS = ['error.next', 'error.previous', 'warning.next', 'warning.previous', 'wrap.toggle', 'times.toggle', 'link.copy'] as const
export type ReadingCommand = (typeof READING_COMMANDS)[number]

export type ReadingSettings = Pick<Settings, 'unwrapped' | 'entryTimes' | 'arrivalTimes'>

/** Where a pane's log lies, for links to its lines; null where no link leads. */
export interface LinkPlace {
  target: string
  agent: string
  /** Start of the run that is shown, ms since the epoch; null where it is not known. */
  runMs: number | null
}

export interface Reading {
  run: (command: ReadingCommand) => void
  /** Takes away what a step has tinted. */
  clear: () => void
  /** Long lines go on in the next row. */
  wrap: boolean
  /** `now`: how times are shown; `next`: what the command would do, as an item of a menu. */
  times: { now: string | null; next: string }
  /** What there is to say for a moment; a new object each time. */
  said: { text: string } | null
}

const ENTRY_TIMES = ['written', 'local', 'run'] as const
const TIME_WORDS = { written: 'Times as written (UTC)', local: 'Times of this machine', run: 'Times since the run began' } as const

/** Steps between errors and warnings, wrapping, times and links of a pane. */
export function useReading(
  client: EngineClient,
  live: LivePane | null,
  log: LogInfo,
  settings: ReadingSettings,
  place: LinkPlace | null,
  onCopy: (text: string) => void,
): Reading {
  const [said, setSaid] = useState<{ text: string } | null>(null)
  const stepper = useMemo(() => live && new PaneStepper(client, live.session, live.terminal), [client, live])
  const say = (text: string | null) => setSaid(text === null ? null : { text })
  const wrap = !settings.unwrapped.includes(log.kind)
  const ofEntries = log.kind === 'agent'
  const nextTimes = ENTRY_TIMES[(ENTRY_TIMES.indexOf(settings.entryTimes) + 1) % ENTRY_TIMES.length] ?? 'written'

  const copyLink = async () => {
    const at = live?.terminal.selectedOffset()
    if (!live || !at) return
    if (!place) return say('There is no link to a line of this log.')
    const found = await client.request('pane.line', { paneId: live.session.id, offset: at.offset })
    if (!found.ok) return say(`${found.failure.sentence} ${found.failure.nextStep}`)
    // Addresses go on over epochs, and a file's bytes do not: a link counts in the file.
    onCopy(writeLink({ ...place, path: log.path, offset: Math.max(0, at.offset - found.value.epochStart) }))
    say(at.selected ? 'A link to the selected line is on the clipboard.' : 'A link to the first line in view is on the clipboard.')
  }

  const run = (command: ReadingCommand): void => {
    switch (command) {
      case 'wrap.toggle':
        return void changeSetting({ unwrapped: turnWrap(settings.unwrapped, log.kind) })
      case 'times.toggle':
        if (!ofEntries) return void changeSetting({ arrivalTimes: !settings.arrivalTimes })
        say(TIME_WORDS[nextTimes])
        return void changeSetting({ entryTimes: nextTimes })
      case 'link.copy':
        return void copyLink()
      default: {
        const [level, direction] = command.split('.') as ['error' | 'warning', 'next' | 'previous']
        void stepper?.step(level, direction).then(say)
      }
    }
  }
  const arrivals = settings.arrivalTimes ? 'Hide arrival times' : 'Show arrival times'
  const now = ofEntries ? (settings.entryTimes === 'written' ? null : TIME_WORDS[settings.entryTimes]) : null
  return { said, wrap, times: { now, next: ofEntries ? TIME_WORDS[nextTimes] : arrivals }, clear: () => stepper?.clear(), run }
}
